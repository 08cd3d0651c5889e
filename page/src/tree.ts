// The tree of changed paths: folders with counts and sums, folded and unfolded.

import { Model } from "./model";

export interface Line {
  node: number;
  depth: number;
  /** The name, of several folders in each other that hold nothing else: "usr/share/doc". */
  label: string;
  isFolder: boolean;
  isOpen: boolean;
}

/** Lines that a tree shows at first. */
const FIRST_LINES = 48;

export class Tree {
  private readonly names: string[] = [""];
  private readonly parents: number[] = [-1];
  private readonly children: number[][] = [[]];
  /** The path of each node, -1 for a folder that did not change itself. */
  private readonly paths: number[] = [-1];
  private readonly nodeOf: Int32Array;
  private counts = new Int32Array(0);
  private sums = new Float64Array(0);
  private rows: Int32Array<ArrayBufferLike> = new Int32Array(0);
  private open = new Set<number>();
  bySize = false;

  constructor(private readonly model: Model) {
    const folders = new Map<string, number>([["", 0], ["/", 0]]);
    this.nodeOf = new Int32Array(model.data.paths.length);
    model.data.paths.forEach((path, at) => {
      const node = this.ensure(path, folders);
      this.paths[node] = at;
      this.nodeOf[at] = node;
    });
  }

  private ensure(path: string, folders: Map<string, number>): number {
    const known = folders.get(path);
    if (known !== undefined) return known;
    const slash = path.lastIndexOf("/");
    const parent = slash < 0 ? 0 : this.ensure(path.slice(0, slash), folders);
    const node = this.names.length;
    this.names.push(path.slice(slash + 1));
    this.parents.push(parent);
    this.children.push(NONE);
    this.paths.push(-1);
    if (this.children[parent] === NONE) this.children[parent] = [node];
    else this.children[parent]!.push(node);
    folders.set(path, node);
    return node;
  }

  /** Shows the paths that match, each by a row; folds all but the first levels. */
  show(rows: Int32Array, keepOpen = false): void {
    this.rows = rows;
    this.counts = new Int32Array(this.names.length);
    this.sums = new Float64Array(this.names.length);
    for (let node = this.names.length - 1; node >= 0; node--) {
      const row = this.row(node);
      if (row >= 0) {
        this.counts[node]!++;
        this.sums[node]! += this.model.change(row) === "deleted" ? 0 : this.model.size(row);
      }
      const parent = this.parents[node]!;
      if (parent >= 0) {
        this.counts[parent]! += this.counts[node]!;
        this.sums[parent]! += this.sums[node]!;
      }
    }
    if (!keepOpen) this.openFirst();
  }

  /** Returns the row by which a node matches, -1 for none. */
  row(node: number): number {
    const path = this.paths[node]!;
    return path < 0 ? -1 : this.rows[path]!;
  }

  path(node: number): number {
    return this.paths[node]!;
  }

  count(node: number): number {
    return this.counts[node]!;
  }

  sum(node: number): number {
    return this.sums[node]!;
  }

  /** Returns a node's path as text. */
  text(node: number): string {
    const names: string[] = [];
    for (let at = node; at > 0; at = this.parents[at]!) names.push(this.names[at]!);
    return `/${names.reverse().join("/")}`;
  }

  private below(node: number): number[] {
    const found = this.children[node]!.filter((child) => this.counts[child]! > 0);
    if (this.bySize) found.sort((a, b) => this.sums[b]! - this.sums[a]!);
    return found;
  }

  /** Returns the last of the folders in each other that each hold one folder and nothing else that is shown. */
  private chained(node: number): number {
    let at = node;
    for (;;) {
      if (this.row(at) >= 0) return at;
      const inside = this.below(at);
      if (inside.length !== 1 || !this.below(inside[0]!).length) return at;
      at = inside[0]!;
    }
  }

  private openFirst(): void {
    this.open = new Set([0]);
    let level = this.below(0).map((node) => this.chained(node));
    let lines = level.length;
    while (level.length) {
      const next: number[] = [];
      for (const node of level) {
        const inside = this.below(node).map((child) => this.chained(child));
        if (!inside.length || lines + inside.length > FIRST_LINES) continue;
        this.open.add(node);
        lines += inside.length;
        next.push(...inside);
      }
      level = next;
    }
  }

  toggle(node: number, open = !this.open.has(node)): void {
    if (open) this.open.add(node);
    else this.open.delete(node);
  }

  /** Unfolds everything below a node that is shown. */
  openAll(node = 0): void {
    const rest = [node];
    while (rest.length) {
      const at = rest.pop()!;
      const inside = this.below(at);
      if (inside.length) this.open.add(at);
      for (const child of inside) rest.push(child);
    }
  }

  closeAll(): void {
    this.open = new Set([0]);
  }

  /** Unfolds the folders above a path and returns its node. */
  reveal(path: number): number {
    const node = this.nodeOf[path]!;
    for (let at = this.parents[node]!; at >= 0; at = this.parents[at]!) this.open.add(at);
    return node;
  }

  /** Returns the lines as they are folded now. */
  lines(): Line[] {
    const found: Line[] = [];
    const rest: { node: number; depth: number }[] = [];
    const add = (node: number, depth: number): void => {
      const inside = this.below(node);
      for (let at = inside.length - 1; at >= 0; at--) rest.push({ node: inside[at]!, depth });
    };
    add(0, 0);
    if (this.row(0) >= 0) found.push({ node: 0, depth: 0, label: "/", isFolder: false, isOpen: false });
    while (rest.length) {
      const { node: top, depth } = rest.pop()!;
      const node = this.chained(top);
      let label = this.names[node]!;
      for (let at = node; at !== top; ) {
        at = this.parents[at]!;
        label = `${this.names[at]!}/${label}`;
      }
      const isFolder = this.below(node).length > 0;
      const isOpen = isFolder && this.open.has(node);
      found.push({ node, depth, label: depth ? label : `/${label}`, isFolder, isOpen });
      if (isOpen) add(node, depth + 1);
    }
    return found;
  }

  /** Returns the matching paths at and below a node, in order. */
  matches(node = 0): number[] {
    const found: number[] = [];
    const rest = [node];
    while (rest.length) {
      const at = rest.pop()!;
      if (this.row(at) >= 0) found.push(this.paths[at]!);
      const inside = this.children[at]!;
      for (let child = inside.length - 1; child >= 0; child--) if (this.counts[inside[child]!]!) rest.push(inside[child]!);
    }
    return found;
  }
}

const NONE: number[] = [];
