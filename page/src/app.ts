// What the views share: where they are, links between them, and the pane with details beside a list.

import { add, copyButton, h } from "./dom";
import { EVERY, toQuery, type Filter } from "./filter";
import type { Model, Ran, Snapshot } from "./model";
import { count, firstLine, plural, shown } from "./text";

export interface View {
  readonly id: string;
  readonly title: string;
  readonly count: number | null;
  readonly element: HTMLElement;
  /** Shows what the query of the address asks for; called each time the view comes into sight. */
  show(query: string): void;
  /** Returns what is printed of the view. */
  print(): HTMLElement | null;
  /** Puts the keyboard where one searches; returns whether there is such a place. */
  search?(): boolean;
}

export interface App {
  readonly model: Model;
  /** Goes to a view, which can be gone back from. */
  go(view: string, query?: string): void;
  /** Changes the query of the view that is shown. */
  requery(query: string): void;
}

export function link(text: string, go: () => void, title = ""): HTMLButtonElement {
  const button = h("button", { type: "button", class: "link", title: title || null }, text);
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    go();
  });
  return button;
}

export function filesLink(app: App, filter: Partial<Filter>, text: string): HTMLButtonElement {
  return link(text, () => app.go("files", toQuery({ ...EVERY, ...filter })));
}

export function commandLink(app: App, ran: Ran): HTMLElement {
  const text = firstLine(ran.command.text);
  const button = link("", () => app.go("commands", `at=${ran.index}`), text);
  button.classList.add("command-link");
  add(button, h("span", { class: "number" }, ran.name), h("code", null, text));
  return button;
}

export function lineLink(app: App, line: number): HTMLButtonElement {
  return link(`line ${line}`, () => app.go("dockerfile", `line=${line}`));
}

export function pathLink(app: App, path: number): HTMLButtonElement {
  const name = shown(app.model.name(path));
  const button = link(name, () => app.go("files", `at=${path}`), name);
  button.classList.add("path-link");
  return button;
}

/** Returns what a snapshot is called in one line. */
export function snapshotTitle(snapshot: Snapshot): string {
  if (!snapshot.id) return "not committed yet";
  return `${snapshot.seq} \u00b7 ${firstLine(snapshot.message) || "no message"}`;
}

/** Returns a list of names and values; without those that are empty. */
export function facts(...pairs: [string, Node | string | null | false | undefined][]): HTMLElement {
  const list = h("dl", { class: "facts" });
  for (const [name, value] of pairs) if (value) add(list, h("dt", null, name), h("dd", null, value));
  return list;
}

export function code(text: string, label = "Copy the text"): HTMLElement {
  return h("div", { class: "code" }, h("pre", null, text), copyButton(() => text, label));
}

export function heading(text: string, note = ""): HTMLElement {
  return h("h3", null, text, note ? h("span", { class: "note" }, note) : null);
}

/** Returns the first of many paths as links, and how many more there are. */
export function somePaths(app: App, paths: readonly number[], most: number): HTMLElement {
  const list = h("ul", { class: "short" });
  for (const path of paths.slice(0, most)) add(list, h("li", null, pathLink(app, path)));
  if (paths.length > most) add(list, h("li", { class: "more" }, `and ${count(paths.length - most)} more`));
  return list;
}

export function pathsTitle(number: number): string {
  return plural(number, "path");
}

/** The details of what is chosen in a list: beside it, or over it where the page is narrow. */
export class Pane {
  readonly element = h("aside", { class: "pane", "aria-label": "details", tabindex: "-1" });

  constructor(private readonly nothing: string) {
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
    this.clear();
  }

  show(title: Node | string, ...content: (Node | null | false)[]): void {
    const close = h("button", { class: "close", type: "button", "aria-label": "Close the details", click: () => this.close() }, "\u00d7");
    const head = h("header", null, h("h2", null, title), close);
    this.element.replaceChildren(head, ...content.filter((one): one is Node => one instanceof Node));
    this.element.scrollTop = 0;
  }

  clear(): void {
    this.element.replaceChildren(h("p", { class: "nothing" }, this.nothing));
    this.close();
  }

  /** Brings it into sight where it lies over the list. */
  open(): void {
    this.element.classList.add("open");
  }

  close(): void {
    this.element.classList.remove("open");
  }
}

/** Returns a row of controls. */
export function tools(...children: (Node | null)[]): HTMLElement {
  const element = h("div", { class: "tools", role: "search" });
  for (const child of children) if (child) element.append(child);
  return element;
}

export function searchField(label: string, changed: (text: string) => void): HTMLInputElement {
  const field = h("input", { type: "search", placeholder: label, "aria-label": label, spellcheck: "false", autocomplete: "off" });
  let waiting = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(() => changed(field.value), 80);
  });
  return field;
}

export function choice(label: string, options: [string, string][], changed: (value: string) => void): HTMLSelectElement {
  const field = h("select", { "aria-label": label });
  for (const [value, text] of options) add(field, h("option", { value }, text));
  field.addEventListener("change", () => changed(field.value));
  return field;
}
