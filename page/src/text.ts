// Values as text for people.  What comes from a container is shown escaped, and never read as HTML.

const SHORT: Record<string, string> = { "\n": "\\n", "\t": "\\t", "\r": "\\r", "\x1b": "\\e", "\0": "\\0" };
/** Control and invisible characters, marks of direction, private use, and halves of surrogate pairs. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]|[^\S ]/gu;

/** Returns text as one line, with what cannot be seen escaped as `snap` does on a terminal. */
export function shown(text: string): string {
  return text.replace(UNSEEN, escape);
}

/** Returns text escaped except for newlines and tabs. */
export function shownLines(text: string): string {
  return text.replace(UNSEEN, (char) => (char === "\n" || char === "\t" ? char : escape(char)));
}

function escape(char: string): string {
  const short = SHORT[char];
  if (short) return short;
  const code = char.codePointAt(0)!;
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${hex(code - 0xdc00, 2)}`; // a byte that is not UTF-8
  if (code < 0x100) return `\\x${hex(code, 2)}`;
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

function hex(number: number, width: number): string {
  return number.toString(16).padStart(width, "0");
}

/** Returns a path as one word of a shell, with bytes that are not UTF-8 as they are. */
export function quoted(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  if (text.search(UNSEEN) < 0) return `'${text.replaceAll("'", `'\\''`)}'`;
  const bytes = text.replace(/[\\']|[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, (char) =>
    char === "\\" || char === "'" ? `\\${char}` : escape(char).replace("\\e", "\\x1b"),
  );
  return `$'${bytes}'`;
}

const THOUSANDS = new Intl.NumberFormat("en", { useGrouping: true });

/** Returns a number with spaces between thousands. */
export function count(number: number): string {
  return THOUSANDS.format(number).replaceAll(",", "\u202f");
}

export function plural(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? "" : noun.endsWith("ss") ? "es" : "s"}`;
}

/** Returns a number of bytes in decimal units with three digits, as `snap` does. */
export function bytes(number: number): string {
  if (Math.abs(number) < 1000) return `${number} B`;
  let value = number;
  for (const unit of ["kB", "MB", "GB", "TB"]) {
    value /= 1000;
    if (Math.abs(value) < 999.5 || unit === "TB") return `${value.toFixed(Math.abs(value) < 9.95 ? 1 : 0)} ${unit}`;
  }
  return "";
}

/** Returns seconds as a duration: "0.2 s", "12 s", "3 min 05 s", "2 h 10 min". */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(Math.round(seconds) / 60);
  if (minutes < 60) return `${minutes} min ${String(Math.round(seconds) % 60).padStart(2, "0")} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${String(minutes % 60).padStart(2, "0")} min`;
  return plural(Math.round(hours / 24), "day");
}

/** Returns a time in the reader's time zone: "2026-03-01 14:05". */
export function moment(seconds: number, withSeconds = false): string {
  const date = new Date(seconds * 1000);
  const two = (number: number): string => String(number).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  return `${day} ${time}${withSeconds ? `:${two(date.getSeconds())}` : ""}`;
}

/** Returns the first line of a text, with a mark where more follows. */
export function firstLine(text: string): string {
  const lines = text.trim().split("\n");
  return shown(lines[0] ?? "") + (lines.length > 1 ? " \u2026" : "");
}

/** Returns permission bits as `ls` shows them. */
export function modeText(kind: string, mode: number): string {
  const letters = { directory: "d", symlink: "l", fifo: "p", char: "c", block: "b", socket: "s" }[kind] ?? "-";
  const bit = (mask: number, letter: string): string => (mode & mask ? letter : "-");
  const last = (run: number, special: number, low: string, high: string): string =>
    mode & special ? (mode & run ? low : high) : bit(run, "x");
  return (
    letters +
    bit(0o400, "r") + bit(0o200, "w") + last(0o100, 0o4000, "s", "S") +
    bit(0o40, "r") + bit(0o20, "w") + last(0o10, 0o2000, "s", "S") +
    bit(0o4, "r") + bit(0o2, "w") + last(0o1, 0o1000, "t", "T")
  );
}
