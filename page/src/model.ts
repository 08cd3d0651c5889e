// The data of the page as `snapshotter/cli/page/pack.py` packs it, and what follows from it.

export type ChangeType = "added" | "changed" | "deleted";
export const CAUSES = ["command", "installed", "package", "volatile", "outside", "not-recorded"] as const;
export type Cause = (typeof CAUSES)[number];
export const CAUSE_NAMES: Record<Cause, string> = {
  command: "written by commands",
  installed: "packages installed by commands",
  package: "other files of packages",
  volatile: "volatile",
  outside: "outside of commands",
  "not-recorded": "not recorded",
};

export interface Command {
  text: string;
  status: number | null;
  cwd: string;
  user: string;
  begin: number;
  end: number | null;
  shell: string;
  depth: number;
  session: string;
  outcome: string;
  seconds: number | null;
  in_recipe: boolean | null;
  witness?: string;
}

export interface Withheld {
  path: string;
  reason: string;
  option: string;
}

export interface Proof {
  verdict: string;
  summary: string;
  differences: string[];
  withheld_files: Withheld[];
  made_anew: string[];
}

export interface Snapshot {
  workspace: string;
  seq: number;
  id: string;
  tag: string;
  image: string;
  base: string;
  message: string;
  created: number;
  instructions: string[];
  proof: Proof | null;
  commands: Command[];
  accounts: Record<string, number>;
  note: string;
}

export interface Entry {
  kind: string;
  mode: number;
  uid: number;
  gid: number;
  size: number;
  digest: string;
  link: string;
}

export interface NamedCommand {
  snapshot: number;
  number: number;
  text: string;
}

export interface Instruction {
  line: number;
  text: string;
  reason: string;
  commands: NamedCommand[];
  paths: number[];
}

export interface Absent extends NamedCommand {
  fate: string;
  reason: string;
  lines: number[];
}

export interface Recipe {
  dockerfile: string;
  account: string;
  counts: Record<string, number>;
  files: string[];
  missing: string[];
  pinned: string[];
  notes: string[];
  warnings: string[];
  withheld_files: Withheld[];
  explanation: {
    instructions: Instruction[];
    absent: Absent[];
    volatile: [string, number[]][];
    rest: [string, number[]][];
    commands: Record<string, number>;
  };
}

export interface Setting {
  instruction: string;
  name: string;
  old: string | null;
  new: string | null;
}

export interface Package {
  name: string;
  manager: string;
  change: string;
  old: string | null;
  new: string | null;
  automatic: boolean | null;
}

interface Column {
  all?: unknown;
  pool?: unknown[];
  at?: number[];
  each?: unknown[];
}

export interface PageData {
  page: "report" | "diff";
  version: string;
  made: number;
  workspace: string;
  from: string;
  to: string;
  base: string;
  paths: string[];
  changes: { rows: number; columns: Record<string, Column> };
  snapshots: Snapshot[];
  recipe: Recipe | null;
  config: Setting[];
  packages: Package[] | null;
  casts?: { session: string; begin: number; seconds: number; text: string }[];
}

/** One command of a snapshot, with its number and what it changed. */
export interface Ran {
  index: number;
  snapshot: number;
  number: number;
  name: string;
  command: Command;
  rows: number;
  bytes: number;
  /** The first line of its instruction, 0 if it has none. */
  line: number;
  fate: string;
  reason: string;
  lines: number[];
}

function reader<T>(column: Column | undefined, otherwise: T): (row: number) => T {
  if (!column) return () => otherwise;
  if (column.pool && column.at) {
    const { pool, at } = column;
    return (row) => pool[at[row]!] as T;
  }
  if (column.each) {
    const { each } = column;
    return (row) => each[row] as T;
  }
  return () => column.all as T;
}

/** The data with indices: rows are changes of a path in a snapshot, paths are numbers. */
export class Model {
  readonly rows: number;
  readonly path: (row: number) => number;
  readonly snapshot: (row: number) => number | null;
  readonly change: (row: number) => ChangeType;
  readonly kind: (row: number) => string;
  readonly size: (row: number) => number;
  readonly by: (row: number) => string;
  readonly package: (row: number) => string;
  readonly secret: (row: number) => string;
  readonly volatile: (row: number) => string;
  readonly before: (row: number) => Entry | null;
  readonly diff: (row: number) => string;
  readonly movedFrom: (row: number) => string | null;
  private readonly columns: Record<string, Column>;
  /** The causes by row, as indices into CAUSES. */
  readonly causes: Uint8Array;
  /** Bytes that the row's file adds to its layer; of hard links one counts. */
  readonly bytes: Float64Array;
  /** The index of the command in whose time the row's path changed, -1 for none. */
  readonly command: Int32Array;
  /** The last row of each path, -1 for none; and for each row the one before it of the same path. */
  readonly last: Int32Array;
  readonly earlier: Int32Array;
  /** The index of the instruction that makes each path, -1 for none. */
  readonly instruction: Int32Array;
  readonly ran: Ran[] = [];
  private readonly byName = new Map<string, Ran>();
  readonly final: number[] = [];
  readonly totalBytes: number;

  constructor(readonly data: PageData) {
    const columns = (this.columns = data.changes.columns);
    this.rows = data.changes.rows;
    this.path = reader(columns["path"], 0);
    this.snapshot = reader<number | null>(columns["snapshot"], null);
    this.change = reader<ChangeType>(columns["change"], "changed");
    this.kind = reader(columns["kind"], "file");
    this.size = reader(columns["size"], 0);
    this.by = reader(columns["by"], "");
    this.package = reader(columns["package"], "");
    this.secret = reader(columns["secret"], "");
    this.volatile = reader(columns["volatile"], "");
    this.before = reader<Entry | null>(columns["before"], null);
    this.diff = reader(columns["diff"], "");
    this.movedFrom = reader<string | null>(columns["moved_from"], null);
    this.causes = new Uint8Array(this.rows);
    this.bytes = new Float64Array(this.rows);
    this.command = new Int32Array(this.rows).fill(-1);
    this.last = new Int32Array(data.paths.length).fill(-1);
    this.earlier = new Int32Array(this.rows).fill(-1);
    this.instruction = new Int32Array(data.paths.length).fill(-1);
    const offsets = this.listCommands();
    this.totalBytes = this.index(offsets);
    this.readExplanation();
    for (let path = 0; path < data.paths.length; path++) if (this.net(path)) this.final.push(path);
  }

  entry(row: number): Entry {
    const of = <T>(key: string, otherwise: T): T => reader(this.columns[key], otherwise)(row);
    return {
      kind: this.kind(row),
      mode: of("mode", 0),
      uid: of("uid", 0),
      gid: of("gid", 0),
      size: this.size(row),
      digest: of("digest", ""),
      link: of("link", ""),
    };
  }

  name(path: number): string {
    return this.data.paths[path] ?? "";
  }

  cause(row: number): Cause {
    return CAUSES[this.causes[row]!]!;
  }

  /** Returns what happened to a path between the first state and the last, null if it is as it was. */
  net(path: number): ChangeType | null {
    const last = this.last[path]!;
    if (last < 0) return null;
    let first = last;
    while (this.earlier[first]! >= 0) first = this.earlier[first]!;
    const was = this.change(first) !== "added";
    const is = this.change(last) !== "deleted";
    return was ? (is ? "changed" : "deleted") : is ? "added" : null;
  }

  snapshotName(at: number | null): string {
    const found = at === null ? undefined : this.data.snapshots[at];
    return found?.id ? `snapshot ${found.seq}` : "what is not committed yet";
  }

  private listCommands(): number[] {
    const offsets: number[] = [];
    this.data.snapshots.forEach((snapshot, at) => {
      offsets.push(this.ran.length);
      snapshot.commands.forEach((command, number) => {
        const ran: Ran = {
          index: this.ran.length,
          snapshot: at,
          number: number + 1,
          name: `${snapshot.seq}.${number + 1}`,
          command,
          rows: 0,
          bytes: 0,
          line: 0,
          fate: "",
          reason: "",
          lines: [],
        };
        this.ran.push(ran);
        this.byName.set(ran.name, ran);
      });
    });
    return offsets;
  }

  private index(offsets: number[]): number {
    const number = reader<number | null>(this.columns["command"], null);
    const hardlink = reader(this.columns["hardlink"], "");
    let total = 0;
    for (let row = 0; row < this.rows; row++) {
      const path = this.path(row);
      const at = this.snapshot(row);
      const by = this.by(row);
      this.earlier[row] = this.last[path]!;
      this.last[path] = row;
      this.causes[row] = causeOf(by, this.package(row));
      const link = hardlink(row);
      const counts = this.change(row) !== "deleted" && this.kind(row) === "file" && (!link || link === this.name(path));
      const size = counts ? this.size(row) : 0;
      this.bytes[row] = size;
      total += size;
      const index = number(row);
      if (at !== null && index !== null && index < (this.data.snapshots[at]?.commands.length ?? 0)) {
        const ran = this.ran[offsets[at]! + index]!;
        this.command[row] = ran.index;
        ran.rows++;
        ran.bytes += size;
      }
    }
    return total;
  }

  private readExplanation(): void {
    const found = this.data.recipe?.explanation;
    if (!found) return;
    found.instructions.forEach((one, at) => {
      for (const path of one.paths) this.instruction[path] = at;
      for (const command of one.commands) {
        const known = this.ranOf(command);
        if (!known) continue;
        known.lines.push(one.line);
        if (!known.line || !one.text.startsWith("ARG ")) known.line = one.line;
        known.fate = "run";
      }
    });
    for (const one of found.absent) {
      const known = this.ranOf(one);
      if (known) Object.assign(known, { fate: one.fate, reason: one.reason, lines: one.lines });
    }
  }

  ranOf(one: NamedCommand): Ran | undefined {
    return this.byName.get(`${one.snapshot}.${one.number}`);
  }
}

function causeOf(by: string, owner: string): number {
  const cause = by.startsWith("command")
    ? owner
      ? "installed"
      : "command"
    : by.startsWith("package")
      ? "package"
      : by.startsWith("volatile")
        ? "volatile"
        : by.startsWith("not recorded")
          ? "not-recorded"
          : "outside";
  return CAUSES.indexOf(cause);
}
