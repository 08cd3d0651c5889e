// Every command with what it changed and took, and what the recipe does with it.

import { Pane, choice, code, facts, filesLink, heading, lineLink, searchField, snapshotTitle, somePaths, tools, type App, type View } from "./app";
import { add, bar, h, marked } from "./dom";
import { List } from "./list";
import type { Ran } from "./model";
import { bytes, count, duration, firstLine, moment, plural, shown, shownLines } from "./text";

/** Rows that are printed. */
const MOST_PRINTED = 3000;
const MOST_PATHS = 200;
const KINDS: [string, string][] = [
  ["", "all commands"],
  ["run", "in the recipe"],
  ["carried", "replaced by files"],
  ["left out", "left out"],
  ["failed", "failed"],
  ["changes", "changed something"],
];

type Item = { snapshot: number } | Ran;

export class Commands implements View {
  readonly id = "commands";
  readonly title = "Commands";
  readonly count: number;
  readonly element = h("div", { class: "view split" });
  private readonly pane = new Pane("Choose a command to see what it changed and what became of it.");
  private readonly list: List;
  private readonly field: HTMLInputElement;
  private readonly kinds: HTMLSelectElement;
  private readonly told = h("span", { class: "told", role: "status" });
  private items: Item[] = [];
  private text = "";
  private readonly largest: number;
  private paths: Map<number, number[]> | null = null;

  constructor(private readonly app: App) {
    const { ran } = app.model;
    this.count = ran.length;
    this.largest = Math.max(1, ...ran.map((one) => one.bytes));
    this.list = new List({ label: "Commands", row: (at) => this.row(this.items[at]!), chosen: (at, how) => this.chosen(at, how !== "move") });
    this.list.element.classList.add("commands");
    this.field = searchField("Search commands  /", () => this.filter());
    this.kinds = choice("Which commands", app.model.data.recipe ? KINDS : KINDS.filter(([one]) => ["", "failed", "changes"].includes(one)), () => this.filter());
    add(this.element, h("div", { class: "main" }, tools(this.field, this.kinds, this.told), this.list.element), this.pane.element);
    this.filter();
  }

  show(query: string): void {
    const at = Number(new URLSearchParams(query).get("at") ?? "-1");
    const wanted = this.app.model.ran[at];
    if (wanted && !this.items.includes(wanted)) {
      this.field.value = this.kinds.value = "";
      this.filter();
    }
    this.list.draw();
    if (!wanted) return;
    const place = this.items.indexOf(wanted);
    this.list.select(place);
    this.chosen(place, true);
  }

  search(): boolean {
    this.field.focus();
    return true;
  }

  private filter(): void {
    this.text = this.field.value.trim().toLowerCase();
    this.items = [];
    let last = -1;
    let number = 0;
    for (const ran of this.app.model.ran) {
      if (!this.fits(ran)) continue;
      if (ran.snapshot !== last) this.items.push({ snapshot: (last = ran.snapshot) });
      this.items.push(ran);
      number++;
    }
    this.told.textContent = number === this.count ? plural(number, "command") : `${count(number)} of ${count(this.count)}`;
    this.list.show(this.items.length);
    this.list.element.scrollTop = 0;
    this.pane.clear();
  }

  private fits(ran: Ran): boolean {
    const kind = this.kinds.value;
    if (kind === "failed" && !ran.command.status) return false;
    if (kind === "changes" && !ran.rows) return false;
    if (["run", "carried", "left out"].includes(kind) && ran.fate !== kind) return false;
    return !this.text || shownLines(ran.command.text).toLowerCase().includes(this.text) || ran.name === this.text;
  }

  private row(item: Item): HTMLElement {
    const { data } = this.app.model;
    if (!("command" in item)) {
      const snapshot = data.snapshots[item.snapshot]!;
      return h("div", { class: "snapshot-row" }, h("b", null, snapshotTitle(snapshot)), h("span", { class: "note" }, snapshot.id ? moment(snapshot.created) : ""));
    }
    const { command } = item;
    const failed = command.status !== null && command.status !== 0;
    return h(
      "div",
      { class: item.fate === "left out" ? "command faded" : "command" },
      h("span", { class: "number" }, item.name),
      h("code", { class: "text", title: firstLine(command.text) }, marked(firstLine(command.text), this.text)),
      h("span", { class: failed ? "status bad" : "status" }, failed || command.status === null ? shown(command.outcome || "?") : ""),
      h("span", { class: "fate" }, item.line ? `line ${item.line}` : item.fate === "carried" ? "files" : item.fate === "left out" ? "left out" : ""),
      h("span", { class: "paths" }, item.rows ? plural(item.rows, "path") : ""),
      h("span", { class: "size" }, item.bytes ? bytes(item.bytes) : "", bar([{ kind: "command", share: item.bytes / this.largest }], bytes(item.bytes))),
      h("span", { class: "time" }, command.seconds === null ? "" : duration(command.seconds)),
    );
  }

  private pathsOf(index: number): number[] {
    if (!this.paths) {
      this.paths = new Map();
      const { model } = this.app;
      for (let row = 0; row < model.rows; row++) {
        const at = model.command[row]!;
        if (at < 0) continue;
        const known = this.paths.get(at);
        if (known) known.push(model.path(row));
        else this.paths.set(at, [model.path(row)]);
      }
    }
    return this.paths.get(index) ?? [];
  }

  private chosen(at: number, opened: boolean): void {
    const item = this.items[at];
    if (!item) return;
    const { model } = this.app;
    if (!("command" in item)) {
      const snapshot = model.data.snapshots[item.snapshot]!;
      this.pane.show(
        snapshotTitle(snapshot),
        h("p", { class: "message" }, shownLines(snapshot.message)),
        facts(["made", snapshot.id && moment(snapshot.created, true)], ["image", h("code", null, shown(snapshot.tag))], ["id", h("code", null, shown(snapshot.id))], ["note", snapshot.note && shownLines(snapshot.note)], ["changed by hand", snapshot.instructions.length > 0 && shownLines(snapshot.instructions.join("\n"))]),
        h("p", null, filesLink(this.app, { snapshot: item.snapshot }, "its changed paths")),
      );
    } else {
      const { command } = item;
      const paths = this.pathsOf(item.index);
      const where = h("span", null);
      item.lines.slice(0, 12).forEach((line, index) => add(where, index > 0 && ", ", lineLink(this.app, line)));
      this.pane.show(
        `Command ${item.name}`,
        code(shownLines(command.text)),
        facts(
          ["outcome", shown(command.outcome)],
          ["took", command.seconds === null ? null : duration(command.seconds)],
          ["began", command.begin > 0 && moment(command.begin, true)],
          ["in", h("code", null, shown(command.cwd))],
          ["as", shown(command.user)],
          ["shell", command.shell && shown(command.shell)],
          ["shown by", command.witness && h("code", null, shown(command.witness))],
          ["recipe", item.fate && { run: "runs", carried: "its files are copied instead", state: "sets up the shell", "left out": "left out" }[item.fate]],
          ["because", item.reason && shown(item.reason)],
          ["Dockerfile", item.lines.length > 0 && where],
        ),
        heading(plural(paths.length, "changed path"), item.bytes ? bytes(item.bytes) : ""),
        paths.length > 0 && h("p", null, filesLink(this.app, { command: item.index }, "as a tree")),
        somePaths(this.app, paths, MOST_PATHS),
      );
    }
    if (opened) this.pane.open();
  }

  print(): HTMLElement | null {
    const { model } = this.app;
    if (!model.ran.length) return null;
    const body = h("tbody");
    let last = -1;
    for (const ran of model.ran.slice(0, MOST_PRINTED)) {
      if (ran.snapshot !== last) {
        last = ran.snapshot;
        add(body, h("tr", { class: "snapshot-row" }, h("th", { colspan: "5" }, snapshotTitle(model.data.snapshots[last]!))));
      }
      const { command } = ran;
      add(
        body,
        h("tr", null, h("td", null, ran.name), h("td", null, h("code", null, shownLines(command.text))), h("td", null, command.status === 0 ? "" : shown(command.outcome)), h("td", { class: "size" }, ran.rows ? `${plural(ran.rows, "path")}, ${bytes(ran.bytes)}` : ""), h("td", { class: "size" }, command.seconds === null ? "" : duration(command.seconds))),
      );
    }
    const more = model.ran.length - MOST_PRINTED;
    return h("section", null, h("h2", null, "Commands"), h("table", null, body), more > 0 && h("p", null, `and ${plural(more, "more command")}`));
  }
}
