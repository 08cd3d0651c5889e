// The Dockerfile; pointing at a line shows the commands and paths that it stands for.

import { Pane, commandLink, facts, filesLink, heading, somePaths, tools, type App, type View } from "./app";
import { add, bar, copyButton, h } from "./dom";
import { List } from "./list";
import type { Instruction } from "./model";
import { bytes, plural, shown, shownLines } from "./text";

const MOST_PATHS = 200;
const MOST_COMMANDS = 200;

export class DockerfileView implements View {
  readonly id = "dockerfile";
  readonly title = "Dockerfile";
  readonly count = null;
  readonly element = h("div", { class: "view split" });
  private readonly pane = new Pane("Point at a line to see the commands and paths that it stands for; choose it to keep them.");
  private readonly lines: string[];
  /** The index of the instruction of each line, -1 for none. */
  private readonly owner: Int32Array;
  private readonly sizes: number[];
  private readonly list: List;
  private readonly largest: number;
  private pinned = -1;
  private current = -1;

  constructor(private readonly app: App) {
    const recipe = app.model.data.recipe!;
    const { instructions } = recipe.explanation;
    this.lines = recipe.dockerfile.replace(/\n$/, "").split("\n");
    this.owner = new Int32Array(this.lines.length).fill(-1);
    instructions.forEach((one, at) => {
      for (let line = one.line - 1, rest = one.text.split("\n").length; rest-- > 0 && line < this.lines.length; line++) this.owner[line] = at;
    });
    for (let line = this.lines.length - 2; line >= 0; line--)
      if (this.owner[line]! < 0 && this.lines[line]!.startsWith("#")) this.owner[line] = this.owner[line + 1]!;
    this.sizes = instructions.map((one) => one.paths.reduce((sum, path) => sum + Math.max(0, app.model.bytes[app.model.last[path]!] ?? 0), 0));
    this.largest = Math.max(1, ...this.sizes);
    this.list = new List({ label: "Lines of the Dockerfile", row: (at) => this.row(at), chosen: (at, how) => this.chosen(at, how), pointed: (at) => this.pointed(at) });
    this.list.element.classList.add("dockerfile");
    const told = h("span", { class: "told" }, shown(recipe.account));
    const text = h("b", null, "Dockerfile");
    add(this.element, h("div", { class: "main" }, tools(text, copyButton(() => recipe.dockerfile, "Copy the Dockerfile"), told), ...recipe.warnings.map((one) => h("p", { class: "warning" }, shown(one))), this.list.element), this.pane.element);
    this.list.show(this.lines.length);
  }

  show(query: string): void {
    this.list.draw();
    const line = Number(new URLSearchParams(query).get("line") ?? "0");
    if (line < 1 || line > this.lines.length) return;
    this.list.select(line - 1);
    this.chosen(line - 1, "click");
  }

  private row(at: number): HTMLElement {
    const owner = this.owner[at]!;
    const first = owner >= 0 && this.instruction(owner)!.line === at + 1;
    const size = first ? this.sizes[owner]! : 0;
    const isCurrent = owner >= 0 && owner === this.current;
    return h(
      "div",
      { class: `line${isCurrent ? " current" : ""}${first ? " first" : ""}` },
      h("span", { class: "number" }, String(at + 1)),
      h("span", { class: "weight" }, first && size ? bar([{ kind: "command", share: size / this.largest }], bytes(size)) : null, first && size ? bytes(size) : ""),
      colored(this.lines[at]!, first),
    );
  }

  private instruction(at: number): Instruction | undefined {
    return this.app.model.data.recipe!.explanation.instructions[at];
  }

  private pointed(at: number): void {
    const owner = at < 0 ? this.pinned : this.owner[at]!;
    if (owner >= 0 && owner !== this.current) this.details(owner);
  }

  private chosen(at: number, how: "move" | "click" | "enter"): void {
    const owner = this.owner[at]!;
    this.pinned = owner;
    if (owner < 0) return;
    this.details(owner);
    if (how !== "move") this.pane.open();
  }

  private details(owner: number): void {
    this.current = owner;
    const found = this.instruction(owner)!;
    const { model } = this.app;
    const commands = h("ul", { class: "short" });
    for (const one of found.commands.slice(0, MOST_COMMANDS)) {
      const ran = model.ranOf(one);
      if (ran) add(commands, h("li", null, commandLink(this.app, ran)));
    }
    const lines = found.text.split("\n").length;
    this.pane.show(
      lines > 1 ? `Lines ${found.line} to ${found.line + lines - 1}` : `Line ${found.line}`,
      facts(["reason", found.reason && shown(found.reason)]),
      found.commands.length > 0 && heading(plural(found.commands.length, "command")),
      found.commands.length > 0 && commands,
      heading(`${found.paths.length ? plural(found.paths.length, "path") : "no path"}`, this.sizes[owner] ? bytes(this.sizes[owner]!) : ""),
      found.paths.length > 0 && h("p", null, filesLink(this.app, { instruction: owner }, "as a tree")),
      somePaths(this.app, found.paths, MOST_PATHS),
    );
    this.list.draw();
  }

  print(): HTMLElement {
    return h("section", null, h("h2", null, "Dockerfile"), h("pre", { class: "printed" }, shownLines(this.app.model.data.recipe!.dockerfile)));
  }
}

/** Returns a line with its instruction, comment and strings in colours. */
function colored(line: string, first: boolean): HTMLElement {
  const element = h("code", { class: "text" });
  if (line.startsWith("#")) {
    add(element, h("span", { class: "comment" }, shownTabs(line)));
    return element;
  }
  let rest = line;
  const word = first ? /^[A-Z]+(?= )/.exec(line) : null;
  if (word) {
    add(element, h("span", { class: "keyword" }, word[0]));
    rest = line.slice(word[0].length);
  }
  for (const part of rest.split(/("(?:[^"\\]|\\.)*"|'[^']*'|(?:^|(?<=\s))--?[a-zA-Z][\w-]*|\s&&\s|\\$)/)) {
    if (!part) continue;
    const kind = /^["']/.test(part) ? "string" : part.startsWith("-") && part.length > 1 ? "option" : part.trim() === "&&" || part === "\\" ? "join" : null;
    add(element, kind ? h("span", { class: kind }, shownTabs(part)) : shownTabs(part));
  }
  return element;
}

function shownTabs(text: string): string {
  return text.split("\t").map(shown).join("\t");
}
