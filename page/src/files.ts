// The tree of changed paths.

import { Pane, choice, commandLink, facts, heading, lineLink, link, searchField, tools, type App, type View } from "./app";
import { add, copy, copyButton, h, marked, say } from "./dom";
import { EVERY, fromQuery, matching, toQuery, type Filter } from "./filter";
import { List } from "./list";
import { CAUSES, CAUSE_NAMES, type Entry, type Instruction, type Model } from "./model";
import { bytes, count, firstLine, modeText, plural, quoted, shown, shownLines } from "./text";
import { Tree, type Line } from "./tree";

const MARKS = { added: "A", changed: "M", deleted: "D" };
const MOST_PRINTED = 3000;
/** Packages that are offered in the field for one. */
const MOST_PACKAGES = 2000;

export class Files implements View {
  readonly id = "files";
  readonly title = "Files";
  readonly count: number;
  readonly element = h("div", { class: "view split" });
  private readonly pane = new Pane("Choose a path to see what it is, what explains it and which line of the Dockerfile makes it.");
  private readonly tree: Tree;
  private readonly list: List;
  private readonly field: HTMLInputElement;
  private readonly change: HTMLSelectElement;
  private readonly cause: HTMLSelectElement;
  private readonly package: HTMLInputElement;
  private readonly chips = h("span", { class: "chips" });
  private readonly folding = h("button", { type: "button" }, "Unfold all");
  private readonly told = h("span", { class: "told", role: "status" });
  private filter: Filter = { ...EVERY };
  private lines: Line[] = [];
  private shownQuery: string | null = null;

  constructor(private readonly app: App) {
    const { model } = app;
    this.count = model.final.length;
    this.tree = new Tree(model);
    this.list = new List({
      label: "Changed paths",
      role: "tree",
      row: (at) => this.row(this.lines[at]!),
      chosen: (at, how) => this.chosen(at, how),
      key: (event, at) => this.key(event, at),
    });
    this.list.element.classList.add("files");
    this.field = searchField("Search paths  /", (text) => this.narrow({ text }));
    this.change = choice("What happened", [["", "any change"], ["added", "added"], ["changed", "changed"], ["deleted", "deleted"]], (change) => this.narrow({ change }));
    const causes: [string, string][] = CAUSES.map((cause) => [cause, CAUSE_NAMES[cause]]);
    this.cause = choice("What explains it", [["", "any cause"], ...causes, ["secret", "withheld as a secret"]], (cause) => this.narrow({ cause: cause as Filter["cause"] }));
    this.package = h("input", { list: "packages", placeholder: "package", "aria-label": "Package", spellcheck: "false", autocomplete: "off", class: "package" });
    this.package.addEventListener("change", () => this.narrow({ package: this.package.value }));
    const sort = h("button", { type: "button", "aria-pressed": "false", title: "Largest first" }, "By size");
    sort.addEventListener("click", () => {
      this.tree.bySize = !this.tree.bySize;
      sort.setAttribute("aria-pressed", String(this.tree.bySize));
      this.draw();
    });
    this.folding.addEventListener("click", () => {
      if (this.folding.textContent === "Fold all") this.tree.closeAll();
      else this.tree.openAll();
      this.draw(this.folding.textContent === "Unfold all");
    });
    const names = packageNames(model);
    add(
      this.element,
      h(
        "div",
        { class: "main" },
        tools(
          this.field,
          this.change,
          this.cause,
          names.length ? this.package : null,
          sort,
          this.folding,
          copyButton(() => this.pathsText(), "Copy the paths that are shown, one a line"),
        ),
        h("div", { class: "chips" }, this.told, this.chips),
        this.list.element,
      ),
      this.pane.element,
      h("datalist", { id: "packages" }, ...names.slice(0, MOST_PACKAGES).map((one) => h("option", { value: one }))),
    );
  }

  show(query: string): void {
    const at = Number(new URLSearchParams(query).get("at") ?? "-1");
    const wanted = at >= 0 && at < this.app.model.data.paths.length ? at : -1;
    if (wanted >= 0) {
      if (this.shownQuery === null || this.tree.row(this.tree.reveal(wanted)) < 0) this.apply(this.filterOf(wanted));
      const node = this.tree.reveal(wanted);
      this.draw();
      const place = this.lines.findIndex((line) => line.node === node);
      if (place >= 0) {
        this.list.select(place);
        this.details(this.lines[place]!);
        this.pane.open();
      }
      return;
    }
    if (query !== this.shownQuery) {
      this.shownQuery = query;
      this.apply(fromQuery(query));
    } else this.list.draw();
  }

  search(): boolean {
    this.field.focus();
    this.field.select();
    return true;
  }

  /** Returns a filter by which a path is shown: one that is gone again is shown by its snapshot alone. */
  private filterOf(path: number): Filter {
    const { model } = this.app;
    return model.net(path) ? EVERY : { ...EVERY, snapshot: model.snapshot(model.last[path]!) ?? -1 };
  }

  private narrow(part: Partial<Filter>): void {
    const filter = { ...this.filter, ...part };
    this.shownQuery = toQuery(filter);
    this.app.requery(this.shownQuery);
    this.apply(filter);
  }

  private apply(filter: Filter): void {
    this.filter = filter;
    this.shownQuery = toQuery(filter);
    if (document.activeElement !== this.field) this.field.value = filter.text;
    this.change.value = filter.change;
    this.cause.value = filter.cause;
    this.package.value = filter.package;
    this.tree.show(matching(this.app.model, filter));
    this.chips.replaceChildren(...this.chipsOf(filter));
    this.pane.clear();
    this.list.element.scrollTop = 0;
    this.draw();
    const number = this.tree.count(0);
    const size = bytes(this.tree.sum(0));
    this.told.textContent = number === this.count ? `${plural(number, "path")}, ${size}` : `${count(number)} of ${plural(this.count, "path")}, ${size}`;
  }

  private chipsOf(filter: Filter): HTMLElement[] {
    const { model } = this.app;
    const chip = (text: string, part: Partial<Filter>): HTMLElement =>
      h("button", { type: "button", class: "chip", title: "Show the others too", click: () => this.narrow(part) }, text, h("span", { "aria-hidden": "true" }, " \u00d7"));
    const found: HTMLElement[] = [];
    if (filter.below) found.push(chip(`below ${shown(filter.below)}`, { below: "" }));
    if (filter.snapshot >= 0) found.push(chip(`of ${model.snapshotName(filter.snapshot)}`, { snapshot: -1 }));
    const ran = model.ran[filter.command];
    if (ran) found.push(chip(`of command ${ran.name}: ${firstLine(ran.command.text).slice(0, 60)}`, { command: -1 }));
    const line = model.data.recipe?.explanation.instructions[filter.instruction];
    if (line) found.push(chip(`of line ${line.line} of the Dockerfile`, { instruction: -1 }));
    if (filter.package) found.push(chip(`of package ${shown(filter.package)}`, { package: "" }));
    if (filter.reason) found.push(chip(shown(filter.reason), { reason: "" }));
    return found;
  }

  private draw(isUnfolded = false): void {
    this.folding.textContent = isUnfolded ? "Fold all" : "Unfold all";
    const node = this.lines[this.list.current]?.node;
    this.lines = this.tree.lines();
    this.list.show(this.lines.length, node === undefined ? -1 : this.lines.findIndex((line) => line.node === node));
  }

  private pathsText(): string {
    const paths = this.tree.matches().map((path) => quoted(this.app.model.name(path)));
    say(`copied ${plural(paths.length, "path")}`);
    return paths.join("\n") + "\n";
  }

  private row(line: Line): HTMLElement {
    const { model } = this.app;
    const row = this.tree.row(line.node);
    const label = shown(line.label);
    const words = this.filter.text.toLowerCase().split(/\s+/).filter(Boolean);
    const name = h("span", { class: line.isFolder ? "name folder" : "name", title: shown(this.tree.text(line.node)) }, h("span", { class: "fold", "aria-hidden": "true" }, line.isFolder ? (line.isOpen ? "\u25be" : "\u25b8") : ""), marked(label, words[0] ?? ""), line.isFolder ? "/" : "");
    name.style.paddingLeft = `${line.depth * 14}px`;
    const net = row < 0 ? null : this.netOf(row);
    const element = h("div", { class: `file ${net ?? ""}`, role: "treeitem", "aria-level": String(line.depth + 1), "aria-expanded": line.isFolder ? String(line.isOpen) : null });
    const inside = this.tree.count(line.node) - (row < 0 ? 0 : 1);
    add(
      element,
      h("span", { class: "mark", title: net ?? "" }, net ? MARKS[net] : ""),
      name,
      h("span", { class: "inside" }, line.isFolder && inside > 0 ? plural(inside, "path") : ""),
      h("span", { class: "size" }, line.isFolder || (row >= 0 && model.kind(row) === "file") ? bytes(this.tree.sum(line.node)) : ""),
      row < 0 ? h("span", { class: "by" }) : h("span", { class: "by", title: shown(this.byText(row)) }, h("i", { class: model.secret(row) ? "secret" : model.cause(row) }), shown(this.byText(row))),
    );
    return element;
  }

  private netOf(row: number): "added" | "changed" | "deleted" {
    const { model } = this.app;
    const historical = this.filter.snapshot >= 0 || this.filter.command >= 0;
    return (historical ? null : model.net(model.path(row))) ?? model.change(row);
  }

  private byText(row: number): string {
    const { model } = this.app;
    const ran = model.ran[model.command[row]!];
    const by = model.by(row);
    if (model.cause(row) === "installed") return `${model.package(row)}${ran ? `, ${ran.name} ${firstLine(ran.command.text)}` : ""}`;
    if (model.secret(row)) return `withheld: ${model.secret(row)}`;
    if (model.cause(row) === "volatile") return `volatile: ${model.volatile(row)}`;
    if (by.startsWith("command") && ran) return `${ran.name}  ${firstLine(ran.command.text)}`;
    return by;
  }

  private key(event: KeyboardEvent, at: number): boolean {
    const line = this.lines[at];
    if (!line) return false;
    if (event.key === "ArrowRight" && line.isFolder) {
      if (line.isOpen) this.list.select(at + 1, "move");
      else this.toggle(line, true);
    } else if (event.key === "ArrowLeft") {
      if (line.isOpen) this.toggle(line, false);
      else {
        let up = at;
        while (up > 0 && this.lines[up]!.depth >= line.depth) up--;
        if (this.lines[up]!.depth < line.depth) this.list.select(up, "move");
      }
    } else if (event.key === "*") {
      this.tree.openAll(line.node);
      this.draw();
    } else if (event.key === "c") void copy(quoted(this.tree.text(line.node)));
    else return false;
    return true;
  }

  private toggle(line: Line, open?: boolean): void {
    this.tree.toggle(line.node, open);
    this.draw();
  }

  private chosen(at: number, how: "move" | "click" | "enter"): void {
    const line = this.lines[at]!;
    const plain = line.isFolder && this.tree.row(line.node) < 0;
    if (line.isFolder && how !== "move") this.toggle(line);
    this.details(line);
    if (how !== "move" && !plain && !line.isFolder) this.pane.open();
  }

  private details(line: Line): void {
    const { model } = this.app;
    const text = this.tree.text(line.node);
    const row = this.tree.row(line.node);
    const title = h("span", { class: "path" }, shown(text));
    const head = h("p", { class: "actions" }, copyButton(() => quoted(text), "Copy the path"));
    if (line.isFolder) {
      const inside = facts(["below it", plural(this.tree.count(line.node) - (row < 0 ? 0 : 1), "changed path")], ["size", bytes(this.tree.sum(line.node))]);
      if (row < 0) {
        this.pane.show(title, head, inside, h("p", null, link("only these", () => this.narrow({ below: text }))));
        return;
      }
      head.append(link("only these", () => this.narrow({ below: text })));
    }
    const path = model.path(row);
    const net = model.net(path);
    const last = model.last[path]!;
    const first = this.firstRow(path);
    const instruction = model.data.recipe?.explanation.instructions[model.instruction[path]!];
    const reason = instruction ? null : this.reason(path);
    this.pane.show(
      title,
      head,
      facts(
        ["change", net ?? "none in the end: it was there for a time"],
        ["kind", model.kind(row)],
        ["moved from", model.movedFrom(row) && h("code", null, shown(model.movedFrom(row)!))],
        ["explained", shown(this.byText(last))],
        ["Dockerfile", !instruction && reason && shown(reason)],
      ),
      instruction ? this.instruction(instruction) : null,
      states(model.before(first), model.change(last) === "deleted" ? null : model.entry(last)),
      model.diff(row) ? diffView(model.diff(row)) : null,
      this.history(path),
    );
  }

  private instruction(found: Instruction): HTMLElement {
    const button = lineLink(this.app, found.line);
    return h("div", { class: "made-by" }, button, h("code", { title: shownLines(found.text) }, firstLine(found.text)));
  }

  private firstRow(path: number): number {
    let row = this.app.model.last[path]!;
    while (this.app.model.earlier[row]! >= 0) row = this.app.model.earlier[row]!;
    return row;
  }

  private reason(path: number): string | null {
    const found = this.app.model.data.recipe?.explanation;
    for (const [reason, paths] of [...(found?.rest ?? []), ...(found?.volatile ?? [])]) if (paths.includes(path)) return `none: ${reason}`;
    return null;
  }

  private history(path: number): HTMLElement {
    const { model } = this.app;
    const list = h("ol", { class: "history" });
    const rows: number[] = [];
    for (let row = model.last[path]!; row >= 0; row = model.earlier[row]!) rows.unshift(row);
    for (const row of rows) {
      const ran = model.ran[model.command[row]!];
      add(
        list,
        h("li", null, h("span", null, `${model.change(row)} in ${model.snapshotName(model.snapshot(row))}, `), h("span", { class: "note" }, shown(model.cause(row) === "volatile" ? `volatile: ${model.volatile(row)}` : model.by(row))), ran ? commandLink(this.app, ran) : null),
      );
    }
    return h("div", null, heading("How it came there"), list);
  }

  print(): HTMLElement | null {
    const { model } = this.app;
    if (!model.final.length) return null;
    const body = h("tbody");
    for (const path of model.final.slice(0, MOST_PRINTED)) {
      const row = model.last[path]!;
      const net = model.net(path)!;
      add(body, h("tr", null, h("td", null, MARKS[net]), h("td", { class: "path" }, shown(model.name(path))), h("td", { class: "size" }, model.kind(row) === "file" ? bytes(model.size(row)) : ""), h("td", null, shown(this.byText(row)))));
    }
    const more = model.final.length - MOST_PRINTED;
    return h("section", null, h("h2", null, "Files"), h("table", null, body), more > 0 && h("p", null, `and ${plural(more, "more path")}`));
  }
}

function packageNames(model: Model): string[] {
  const names = new Set<string>();
  for (let row = 0; row < model.rows; row++) {
    const name = model.package(row);
    if (name) names.add(name);
  }
  return [...names].sort();
}

/** Returns the entry before and after beside each other, where both are. */
function states(before: Entry | null, after: Entry | null): HTMLElement {
  const rows: [string, (entry: Entry) => string][] = [
    ["mode", (one) => `${modeText(one.kind, one.mode)}  ${one.mode.toString(8).padStart(4, "0")}`],
    ["owner", (one) => `${one.uid}:${one.gid}`],
    ["size", (one) => (one.kind === "file" ? `${bytes(one.size)}${one.size >= 1000 ? ` (${count(one.size)})` : ""}` : "")],
    ["sha256", (one) => one.digest],
    ["link to", (one) => shown(one.link)],
  ];
  const body = h("tbody");
  for (const [name, text] of rows) {
    const old = before ? text(before) : "";
    const now = after ? text(after) : "";
    if (!old && !now) continue;
    const same = before && after && old === now;
    add(
      body,
      h("tr", null, h("th", { scope: "row" }, name), same || !before || !after ? h("td", { colspan: "2" }, now || old) : null, !same && before && after ? h("td", { class: "old" }, old) : null, !same && before && after ? h("td", { class: "new" }, now) : null),
    );
  }
  return h("table", { class: "states" }, body);
}

function diffView(text: string): HTMLElement {
  const element = h("pre", { class: "diff" });
  for (const line of text.split("\n").slice(text.startsWith("---") ? 2 : 0))
    add(element, h("span", { class: line.startsWith("+") ? "plus" : line.startsWith("-") ? "minus" : line.startsWith("@@") ? "hunk" : null }, shownLines(line)), "\n");
  return h("div", null, heading("Lines"), element);
}
