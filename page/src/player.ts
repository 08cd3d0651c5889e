// The player of asciinema, in a file of its own: a page has it only where it has sessions.

import { create } from "asciinema-player";

(window as unknown as { snapPlayer: typeof create }).snapPlayer = create;
