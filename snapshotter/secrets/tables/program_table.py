"""The programs that `option_table.py` and `argument_table.py` know, and those that run another program."""

from __future__ import annotations

from snapshotter.secrets.tables.argument_table import ADDUSER, ANY_WORDS, ARGUMENTS, INPUTS
from snapshotter.secrets.tables.option_table import OPTIONS
from snapshotter.secrets.tables.program_rules import words

KNOWN = frozenset[str]().union(*(rule.programs for rule in (*OPTIONS, *ARGUMENTS, *ANY_WORDS, *INPUTS, ADDUSER)))
RESERVED = words("if then elif else do while until ! {")
COMMAND_PREFIXES = words(
    "sudo doas env time nohup exec command builtin nice ionice timeout stdbuf setsid xargs chroot strace "
    "eval coproc docker podman nerdctl kubectl lxc ssh su runuser setpriv gosu npx bunx uvx pipx bundle "
    "RUN CMD ENTRYPOINT HEALTHCHECK ONBUILD - run: script: command: cmd: exec: ExecStart= ExecStartPre="
)
"""Programs that take another program as an argument."""
VALUED = words("-u -g -h -p -n -e -c -C -D -U -o -w --user --name --network --entrypoint")
"""Options of those programs whose value could be mistaken for a program: `sudo -u mysql`."""
