// The packages that were added, changed and removed, with the files of each.

import { Pane, commandLink, facts, filesLink, heading, searchField, tools, type App, type View } from "./app";
import { add, bar, h, marked } from "./dom";
import { List } from "./list";
import { bytes, count, plural, shown } from "./text";

interface Row {
  name: string;
  version: string;
  old: string;
  change: string;
  automatic: boolean | null;
  label: string;
  paths: number;
  bytes: number;
  commands: Set<number>;
}

export class Packages implements View {
  readonly id = "packages";
  readonly title = "Packages";
  readonly count: number;
  readonly element = h("div", { class: "view split" });
  private readonly pane = new Pane("Choose a package to see which command brought it and its files.");
  private readonly all: Row[];
  private rows: Row[] = [];
  private readonly list: List;
  private readonly field: HTMLInputElement;
  private readonly told = h("span", { class: "told", role: "status" });
  private readonly largest: number;

  constructor(private readonly app: App) {
    this.all = packageRows(app);
    this.count = this.all.length;
    this.largest = Math.max(1, ...this.all.map((one) => one.bytes));
    this.list = new List({ label: "Packages", row: (at) => this.row(this.rows[at]!), chosen: (at, how) => this.chosen(at, how !== "move") });
    this.list.element.classList.add("packages");
    this.field = searchField("Search packages  /", () => this.filter());
    const note = app.model.data.packages === null ? h("p", { class: "warning" }, "The databases of packages could not be read: these are the packages that own changed paths.") : null;
    add(this.element, h("div", { class: "main" }, tools(this.field, this.told), note, this.list.element), this.pane.element);
    this.filter();
  }

  show(): void {
    this.list.draw();
  }

  search(): boolean {
    this.field.focus();
    return true;
  }

  private get text(): string {
    return this.field.value.trim().toLowerCase();
  }

  private filter(): void {
    this.rows = this.all.filter((one) => !this.text || one.name.toLowerCase().includes(this.text));
    this.told.textContent = `${plural(this.rows.length, "package")}, ${bytes(this.rows.reduce((sum, one) => sum + one.bytes, 0))}`;
    this.list.show(this.rows.length);
    this.pane.clear();
  }

  private row(row: Row): HTMLElement {
    return h(
      "div",
      { class: `package-row ${row.change}` },
      h("span", { class: "mark", title: row.change }, { added: "A", changed: "M", removed: "D" }[row.change] ?? ""),
      h("span", { class: "name" }, marked(shown(row.name), this.text)),
      h("span", { class: "version" }, row.old ? `${shown(row.old)} \u2192 ` : "", shown(row.version)),
      h("span", { class: "fate" }, row.automatic ? "as a dependency" : ""),
      h("span", { class: "paths" }, row.paths ? plural(row.paths, "path") : ""),
      h("span", { class: "size" }, row.bytes ? bytes(row.bytes) : "", bar([{ kind: "installed", share: row.bytes / this.largest }], bytes(row.bytes))),
    );
  }

  private chosen(at: number, opened: boolean): void {
    const row = this.rows[at]!;
    const commands = h("ul", { class: "short" });
    for (const index of [...row.commands].sort((a, b) => a - b)) {
      const ran = this.app.model.ran[index];
      if (ran) add(commands, h("li", null, commandLink(this.app, ran)));
    }
    this.pane.show(
      shown(row.name),
      facts(["change", row.change], ["version", shown(row.version)], ["before", row.old && shown(row.old)], ["installed", row.automatic === null ? null : row.automatic ? "because another package needs it" : "by name"], ["paths", row.paths > 0 && count(row.paths)], ["size", bytes(row.bytes)]),
      row.label ? h("p", null, filesLink(this.app, { package: row.label }, "its files")) : null,
      row.commands.size ? heading("Commands that wrote them") : null,
      commands,
    );
    if (opened) this.pane.open();
  }

  print(): HTMLElement | null {
    if (!this.all.length) return null;
    const body = h("tbody");
    for (const row of this.all) add(body, h("tr", null, h("td", null, row.change), h("td", null, shown(row.name)), h("td", null, row.old ? `${shown(row.old)} \u2192 ` : "", shown(row.version)), h("td", { class: "size" }, row.bytes ? bytes(row.bytes) : "")));
    return h("section", null, h("h2", null, "Packages"), h("table", null, body));
  }
}

/** Returns the packages that the databases list, with the paths that are theirs; without databases, those of the paths. */
function packageRows(app: App): Row[] {
  const { model } = app;
  const byLabel = new Map<string, Row>();
  for (const path of model.final) {
    const row = model.last[path]!;
    const label = model.package(row);
    if (!label) continue;
    let found = byLabel.get(label);
    if (!found) {
      const space = label.lastIndexOf(" ");
      found = { name: label.slice(0, space < 0 ? undefined : space), version: space < 0 ? "" : label.slice(space + 1), old: "", change: "", automatic: null, label, paths: 0, bytes: 0, commands: new Set() };
      byLabel.set(label, found);
    }
    found.paths++;
    found.bytes += model.bytes[row]!;
    if (model.command[row]! >= 0) found.commands.add(model.command[row]!);
  }
  for (const one of model.data.packages ?? []) {
    const label = `${one.name} ${one.new ?? one.old ?? ""}`;
    let found = byLabel.get(label);
    if (!found) byLabel.set(label, (found = { name: one.name, version: one.new ?? one.old ?? "", old: "", change: "", automatic: null, label: "", paths: 0, bytes: 0, commands: new Set() }));
    Object.assign(found, { change: one.change, automatic: one.automatic, old: one.change === "changed" ? (one.old ?? "") : "" });
  }
  return [...byLabel.values()].sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
}
