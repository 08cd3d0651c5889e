// The page: its data, its views and the way between them.

import type { App, View } from "./app";
import { Commands } from "./commands";
import { DockerfileView } from "./dockerfile";
import { add, h } from "./dom";
import { Files } from "./files";
import { Model, type PageData } from "./model";
import { Overview } from "./overview";
import { Packages } from "./packages";
import { ProofView } from "./proof";
import { moment, shown } from "./text";

const THEMES = ["auto", "light", "dark"] as const;
const HELP: [string, string][] = [
  ["1 \u2026 6", "go to a view"],
  ["/", "search"],
  ["\u2191 \u2193  j k", "move in a list; Page Up and Down, Home and End too"],
  ["Enter", "open, fold or unfold"],
  ["\u2190 \u2192", "fold and unfold a folder"],
  ["*", "unfold all below a folder"],
  ["c", "copy the path"],
  ["Esc", "close the details"],
  ["?", "this list"],
];

class Page implements App {
  readonly model: Model;
  private readonly views = new Map<string, View>();
  private readonly tabs = new Map<string, HTMLElement>();
  private readonly content = h("main", { id: "content" });
  private readonly help = h("dialog", { "aria-label": "Keys" });
  private current = "";
  /** Whether the next view is asked for by a key, which its list then gets. */
  private isByKey = false;

  constructor(
    data: PageData,
    private readonly place: HTMLElement,
  ) {
    this.model = new Model(data);
    const makers: [string, string, number | null, (() => View) | null][] = [
      ["overview", "Overview", null, () => new Overview(this)],
      ["commands", "Commands", this.model.ran.length, this.model.ran.length ? () => new Commands(this) : null],
      ["files", "Files", this.model.final.length, () => new Files(this)],
      ["dockerfile", "Dockerfile", null, data.recipe ? () => new DockerfileView(this) : null],
      ["proof", "Proof", null, data.recipe ? () => new ProofView(this) : null],
      ["packages", "Packages", null, () => new Packages(this)],
    ];
    for (const [id, title, number, make] of makers) if (make) this.addTab(id, title, number, make);
    this.build();
  }

  private readonly makers = new Map<string, () => View>();

  private addTab(id: string, title: string, number: number | null, make: () => View): void {
    this.makers.set(id, make);
    const label = number === null ? title : `${title} `;
    const tab = h("a", { href: `#${id}`, role: "tab", id: `tab-${id}`, "aria-controls": "content", "aria-selected": "false" }, label, number === null ? null : h("span", { class: "count" }, new Intl.NumberFormat("en", { notation: "compact" }).format(number)));
    this.tabs.set(id, tab);
  }

  private build(): void {
    const { data } = this.model;
    const theme = h("button", { type: "button", class: "theme", title: "Light, dark, or as the system", "aria-label": "Colours" });
    const setTheme = (name: string): void => {
      document.documentElement.dataset["theme"] = name;
      theme.textContent = { auto: "\u25d0", light: "\u2600", dark: "\u263e" }[name] ?? "";
      theme.setAttribute("aria-label", `Colours: ${name}`);
    };
    setTheme(stored("theme") ?? "auto");
    theme.addEventListener("click", () => {
      const next = THEMES[(THEMES.indexOf(document.documentElement.dataset["theme"] as "auto") + 1) % THEMES.length]!;
      setTheme(next);
      store("theme", next);
    });
    const subtitle = data.page === "report" ? `${shown(data.base)} \u2192 ${data.to}` : `${data.from} \u2192 ${data.to}`;
    add(
      this.help,
      h("h2", null, "Keys"),
      h("dl", { class: "facts" }, ...HELP.flatMap(([key, text]) => [h("dt", null, h("kbd", null, key)), h("dd", null, text)])),
      h("form", { method: "dialog" }, h("button", null, "Close")),
    );
    this.place.replaceChildren(
      h(
        "header",
        { class: "top" },
        h("h1", null, shown(data.workspace), h("span", { class: "note" }, subtitle)),
        h("nav", { role: "tablist", "aria-label": "Views" }, ...this.tabs.values()),
        h("span", { class: "end" }, h("span", { class: "note made" }, `snap ${shown(data.version)}, ${moment(data.made)}`), h("button", { type: "button", title: "Keys", "aria-label": "Keys", click: () => this.help.showModal() }, "?"), theme),
      ),
      this.content,
      this.help,
      h("div", { id: "said", class: "away", role: "status" }),
    );
    window.addEventListener("hashchange", () => this.route());
    document.addEventListener("keydown", (event) => this.key(event));
    window.addEventListener("beforeprint", () => this.beforePrint());
    window.addEventListener("afterprint", () => document.getElementById("print")?.remove());
    this.route();
  }

  private view(id: string): View {
    let found = this.views.get(id);
    if (!found) {
      found = this.makers.get(id)!();
      this.views.set(id, found);
    }
    return found;
  }

  private route(): void {
    const [id = "", query = ""] = splitOnce(location.hash.slice(1), "?");
    this.show(this.makers.has(id) ? id : "overview", query);
  }

  private show(id: string, query: string): void {
    const view = this.view(id);
    if (id !== this.current) {
      for (const [name, tab] of this.tabs) {
        tab.setAttribute("aria-selected", String(name === id));
        if (name === id) tab.setAttribute("aria-current", "page");
        else tab.removeAttribute("aria-current");
      }
      this.content.replaceChildren(view.element);
      this.tabs.get(id)!.scrollIntoView({ block: "nearest", inline: "center" });
      this.current = id;
      window.scrollTo(0, 0);
    }
    view.show(query);
    if (this.isByKey) (this.content.querySelector(".list") as HTMLElement | null)?.focus();
    this.isByKey = false;
  }

  go(view: string, query = ""): void {
    const hash = `#${view}${query ? `?${query}` : ""}`;
    if (location.hash === hash) this.show(view, query);
    else location.hash = hash;
  }

  requery(query: string): void {
    try {
      history.replaceState(null, "", `#${this.current}${query ? `?${query}` : ""}`);
    } catch {
      // some browsers refuse this for a file
    }
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || this.help.open) return;
    const target = event.target instanceof HTMLElement ? event.target : document.body;
    const inTab = target.closest("[role=tab]");
    if (inTab && (event.key === "ArrowRight" || event.key === "ArrowLeft")) {
      const all = [...this.tabs.values()];
      const next = all[(all.indexOf(inTab as HTMLElement) + (event.key === "ArrowRight" ? 1 : -1) + all.length) % all.length]!;
      next.focus();
      next.click();
      return;
    }
    if (target.matches("input, select, textarea")) {
      if (event.key === "Escape") (this.content.querySelector(".list") as HTMLElement | null)?.focus();
      return;
    }
    const view = this.view(this.current);
    const number = Number(event.key);
    if (number >= 1 && number <= this.tabs.size) {
      this.isByKey = true;
      this.go([...this.tabs.keys()][number - 1]!);
    } else if (event.key === "?") this.help.showModal();
    else if (event.key === "Escape") this.content.querySelector(".pane.open")?.classList.remove("open");
    else if (event.key === "/" && view.search?.()) event.preventDefault();
  }

  private beforePrint(): void {
    document.getElementById("print")?.remove();
    const all = h("div", { id: "print" });
    for (const id of this.makers.keys()) add(all, this.view(id).print());
    document.body.append(all);
  }
}

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function stored(key: string): string | null {
  try {
    return localStorage.getItem(`snap-${key}`);
  } catch {
    return null;
  }
}

function store(key: string, value: string): void {
  try {
    localStorage.setItem(`snap-${key}`, value);
  } catch {
    // a page from disk may have no storage
  }
}

const place = document.getElementById("app")!;
// one frame, so that something is painted before much data is read
requestAnimationFrame(() =>
  setTimeout(() => {
    const text = document.getElementById("data")!;
    const data = JSON.parse(text.textContent ?? "") as PageData;
    text.remove();
    new Page(data, place);
  }),
);
