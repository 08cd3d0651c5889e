// A long list of rows of one height, of which only those in sight are elements.

import { add, h } from "./dom";

/** Rows beyond the edges that are made too. */
const MARGIN = 6;
let lists = 0;

export interface ListOptions {
  label: string;
  role?: "listbox" | "tree";
  /** Returns what a row shows; its class, role and state are set by the list. */
  row: (at: number) => HTMLElement;
  /** Called when a row is chosen by key or pointer. */
  chosen?: (at: number, how: "move" | "click" | "enter") => void;
  /** Called while the pointer is at a row, with -1 when it has left. */
  pointed?: (at: number) => void;
  /** Returns whether a key was used. */
  key?: (event: KeyboardEvent, at: number) => boolean;
}

export class List {
  readonly element: HTMLElement;
  private readonly space: HTMLElement;
  private count = 0;
  private from = 0;
  private pointed = -1;
  private readonly id = `list${++lists}`;
  current = -1;

  constructor(private readonly options: ListOptions) {
    this.space = h("div", { class: "space" });
    this.element = h(
      "div",
      { class: "list", tabindex: "0", role: options.role ?? "listbox", "aria-label": options.label },
      this.space,
    );
    this.element.addEventListener("scroll", () => this.draw(), { passive: true });
    this.element.addEventListener("keydown", (event) => this.onKey(event));
    this.element.addEventListener("click", (event) => this.onClick(event));
    if (options.pointed) {
      this.element.addEventListener("mousemove", (event) => this.onPoint(this.at(event)));
      this.element.addEventListener("mouseleave", () => this.onPoint(-1));
    }
    new ResizeObserver(() => this.draw()).observe(this.element);
  }

  private get rowHeight(): number {
    return parseFloat(getComputedStyle(this.element).getPropertyValue("--row")) || 28;
  }

  /** Shows this number of rows anew. */
  show(count: number, current = -1): void {
    this.count = count;
    this.current = Math.min(current, count - 1);
    this.draw();
  }

  /** Makes a row the current one and brings it into sight. */
  select(at: number, how: "move" | "click" | "enter" | "silent" = "silent"): void {
    if (!this.count) return;
    this.current = Math.max(0, Math.min(this.count - 1, at));
    const height = this.rowHeight;
    const top = this.current * height;
    const { scrollTop, clientHeight } = this.element;
    if (how === "silent") {
      if (top < scrollTop || top + height > scrollTop + clientHeight) this.element.scrollTop = top - clientHeight / 3;
    } else if (top < scrollTop) this.element.scrollTop = top;
    else if (top + height > scrollTop + clientHeight) this.element.scrollTop = top + height - clientHeight;
    this.draw();
    if (how !== "silent") this.options.chosen?.(this.current, how);
  }

  draw(): void {
    const height = this.rowHeight;
    this.space.style.height = `${this.count * height}px`;
    const seen = this.element.clientHeight;
    if (!seen) return;
    this.from = Math.max(0, Math.floor(this.element.scrollTop / height) - MARGIN);
    const to = Math.min(this.count, Math.ceil((this.element.scrollTop + seen) / height) + MARGIN);
    const rows: HTMLElement[] = [];
    for (let at = this.from; at < to; at++) {
      const row = this.options.row(at);
      row.classList.add("row");
      if (!row.hasAttribute("role")) row.setAttribute("role", this.options.role === "tree" ? "treeitem" : "option");
      row.id = `${this.id}-${at}`;
      row.setAttribute("aria-setsize", String(this.count));
      row.setAttribute("aria-posinset", String(at + 1));
      row.setAttribute("aria-selected", String(at === this.current));
      row.style.transform = `translateY(${at * height}px)`;
      rows.push(row);
    }
    this.space.replaceChildren(...rows);
    if (this.current >= this.from && this.current < to)
      this.element.setAttribute("aria-activedescendant", `${this.id}-${this.current}`);
    else this.element.removeAttribute("aria-activedescendant");
  }

  private at(event: MouseEvent): number {
    const row = event.target instanceof Element ? event.target.closest(".row") : null;
    return row ? Number(row.id.slice(this.id.length + 1)) : -1;
  }

  private onClick(event: MouseEvent): void {
    const at = this.at(event);
    if (at >= 0) this.select(at, "click");
  }

  private onPoint(at: number): void {
    if (at === this.pointed) return;
    this.pointed = at;
    this.options.pointed?.(at);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== this.element) return;
    if (this.options.key?.(event, this.current)) {
      event.preventDefault();
      return;
    }
    const page = Math.max(1, Math.floor(this.element.clientHeight / this.rowHeight) - 1);
    const steps: Record<string, number> = {
      ArrowDown: 1,
      j: 1,
      ArrowUp: -1,
      k: -1,
      PageDown: page,
      PageUp: -page,
      Home: -Infinity,
      End: Infinity,
    };
    const step = steps[event.key];
    if (step !== undefined) this.select(this.current < 0 && step !== Infinity ? 0 : this.current + step, "move");
    else if (event.key === "Enter" || event.key === " ") this.select(this.current, "enter");
    else return;
    event.preventDefault();
  }
}

/** Returns a short list of the first rows as plain elements, with what is left out; for print and panes. */
export function shortList(count: number, most: number, row: (at: number) => HTMLElement, rest: string): HTMLElement {
  const element = h("ul", { class: "short" });
  for (let at = 0; at < Math.min(count, most); at++) add(element, h("li", null, row(at)));
  if (count > most) add(element, h("li", { class: "more" }, rest));
  return element;
}
