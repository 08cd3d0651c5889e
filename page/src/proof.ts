// The last proof: its differences, what was withheld and made anew, and what the recipe does with every path.

import { heading, pathLink, type App, type View } from "./app";
import { add, copyButton, h } from "./dom";
import { shortList } from "./list";
import { verdict } from "./overview";
import { count, plural, shown } from "./text";

const MOST = 500;

export class ProofView implements View {
  readonly id = "proof";
  readonly title = "Proof";
  readonly count = null;
  readonly element = h("div", { class: "view text" });
  private readonly byName: Map<string, number>;

  constructor(private readonly app: App) {
    const { data } = app.model;
    this.byName = new Map(data.paths.map((path, at) => [path, at]));
    const recipe = data.recipe!;
    const proof = data.snapshots.at(-1)?.proof ?? null;
    const withheld = proof ? proof.withheld_files : recipe.withheld_files;
    const { explanation } = recipe;
    add(
      this.element,
      verdict(app, false),
      proof && this.names("Differences", proof.differences, withheld.length ? "The rebuilt image has no other difference." : "None." , (text) => this.difference(text)),
      withheld.length > 0 &&
        h("section", null, heading("Withheld", plural(withheld.length, "file")), shortList(withheld.length, MOST, (at) => {
          const one = withheld[at]!;
          return h("div", { class: "entry" }, this.path(one.path), h("span", { class: "note" }, shown(one.reason)), one.option ? h("span", { class: "option" }, h("code", null, shown(one.option)), copyButton(() => one.option, "Copy the option that includes it")) : null);
        }, `and ${count(withheld.length - MOST)} more`)),
      proof && proof.made_anew.length > 0 && this.names("Made anew by a step, compared by form", proof.made_anew, "", (text) => this.path(text)),
      h("section", null, heading("What the recipe does with each path"), counts(recipe.counts)),
      this.reasons("Paths that a rebuild cannot be expected to reproduce", explanation.volatile),
      this.reasons("Paths without an instruction", explanation.rest),
      recipe.notes.length > 0 && h("section", null, heading("Notes"), h("ul", null, ...recipe.notes.map((one) => h("li", null, shown(one))))),
      recipe.pinned.length > 0 && h("section", null, heading("Pinned versions"), h("p", { class: "names" }, ...recipe.pinned.map((one) => h("code", null, shown(one))))),
    );
  }

  show(): void {}

  print(): HTMLElement {
    return h("section", null, h("h2", null, "Proof"), this.element.cloneNode(true));
  }

  private names(title: string, found: string[], none: string, row: (text: string) => HTMLElement): HTMLElement {
    return h("section", null, heading(title, found.length ? count(found.length) : ""), found.length ? shortList(found.length, MOST, (at) => row(found[at]!), `and ${count(found.length - MOST)} more`) : h("p", { class: "note" }, none));
  }

  private path(text: string): HTMLElement {
    const at = this.byName.get(text);
    return at === undefined ? h("code", null, shown(text)) : pathLink(this.app, at);
  }

  private difference(text: string): HTMLElement {
    const end = text.indexOf(": ");
    if (!text.startsWith("/") || end < 0) return h("div", { class: "entry" }, shown(text));
    return h("div", { class: "entry" }, this.path(text.slice(0, end)), h("span", { class: "note" }, shown(text.slice(end + 2))));
  }

  private reasons(title: string, found: [string, number[]][]): HTMLElement | null {
    if (!found.length) return null;
    const sorted = [...found].sort((a, b) => b[1].length - a[1].length);
    return h(
      "section",
      null,
      heading(title, plural(found.reduce((sum, one) => sum + one[1].length, 0), "path")),
      ...sorted.map(([reason, paths]) => {
        const details = h("details", null, h("summary", null, shown(reason), h("span", { class: "note" }, plural(paths.length, "path"))));
        details.addEventListener("toggle", () => {
          if (details.open && details.children.length < 2) add(details, shortList(paths.length, MOST, (at) => pathLink(this.app, paths[at]!), `and ${count(paths.length - MOST)} more`));
        });
        return details;
      }),
    );
  }
}

const COUNTS: Record<string, string> = { paths: "changed paths", commands: "by this number of commands" };

function counts(found: Record<string, number>): HTMLElement {
  const list = h("dl", { class: "facts" });
  for (const [name, number] of Object.entries(found)) if (number) add(list, h("dt", null, COUNTS[name] ?? name.replaceAll("_", " ")), h("dd", null, count(number)));
  return list;
}
