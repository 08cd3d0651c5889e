// The answer at a look: what the image is, how it came there, whether its Dockerfile is proven.

import { filesLink, heading, link, snapshotTitle, type App, type View } from "./app";
import { add, bar, h } from "./dom";
import { List } from "./list";
import { CAUSES, CAUSE_NAMES, type Cause, type Model, type Snapshot } from "./model";
import { bytes, count, duration, firstLine, moment, plural, shown } from "./text";
import { squarified, type Box } from "./treemap";

/** Snapshots beyond which the time line is a list that scrolls. */
const MOST_SNAPSHOTS = 60;
/** Cells of one snapshot in the treemap; the rest is one cell. */
const MOST_CELLS = 28;
const TITLE = 22;

interface Sum {
  added: number;
  changed: number;
  deleted: number;
  bytes: number;
  byCause: number[];
  cells: Map<string, Cell>;
}

interface Cell {
  cause: Cause;
  label: string;
  query: { package?: string; command?: number; cause?: Cause; reason?: string };
  bytes: number;
  paths: number;
}

export class Overview implements View {
  readonly id = "overview";
  readonly title = "Overview";
  readonly count = null;
  readonly element = h("div", { class: "view overview" });
  private readonly sums: Sum[];
  private readonly places: (number | null)[];

  constructor(private readonly app: App) {
    const { model } = app;
    const found = sums(model);
    this.places = model.data.snapshots.map((_, at) => at as number | null);
    if (found.has(null)) this.places.push(null);
    this.sums = this.places.map((at) => found.get(at) ?? emptySum());
    add(
      this.element,
      this.headline(),
      h("section", null, heading("What explains the changed paths"), this.accounts()),
      h("section", null, heading(model.data.page === "report" ? "Snapshots" : "Snapshots between the two states"), this.line()),
      model.totalBytes > 0 &&
        h("section", null, heading("Bytes by snapshot and cause", `${bytes(model.totalBytes)} written`), legend(model), this.treemap()),
      this.config(),
    );
  }

  show(): void {}

  print(): HTMLElement {
    return this.element.cloneNode(true) as HTMLElement;
  }

  private headline(): HTMLElement {
    const { model } = this.app;
    const { data } = model;
    const size = this.sums.reduce((sum, one) => sum + one.bytes, 0);
    const seconds = model.ran.reduce((sum, one) => sum + (one.command.seconds ?? 0), 0);
    const card = (value: string, name: string, view: string): HTMLElement =>
      h("button", { type: "button", class: "card", click: () => this.app.go(view) }, h("b", null, value), h("span", null, name));
    const nouns = (number: number, noun: string): string => plural(number, noun).slice(count(number).length + 1);
    return h(
      "div",
      { class: "headline" },
      verdict(this.app),
      h(
        "div",
        { class: "cards" },
        card(count(data.snapshots.length), nouns(data.snapshots.length, "snapshot"), "overview"),
        card(count(model.ran.length), `${nouns(model.ran.length, "command")}, ${duration(seconds)}`, "commands"),
        card(count(model.final.length), `changed ${nouns(model.final.length, "path")}`, "files"),
        card(bytes(size), "written to layers", "files"),
      ),
    );
  }

  private accounts(): HTMLElement {
    const { model } = this.app;
    const numbers = CAUSES.map(() => 0);
    const sizes = CAUSES.map(() => 0);
    let withheld = 0;
    for (const path of model.final) {
      const row = model.last[path]!;
      numbers[model.causes[row]!]!++;
      sizes[model.causes[row]!]! += model.bytes[row]!;
      if (model.secret(row)) withheld++;
    }
    const total = Math.max(1, model.final.length);
    const all = CAUSES.map((cause, at) => ({ cause, number: numbers[at]!, size: sizes[at]! })).filter((one) => one.number);
    const element = h(
      "div",
      { class: "accounts" },
      bar(
        all.map(({ cause, number }) => ({ kind: cause, share: number / total, title: `${CAUSE_NAMES[cause]}: ${plural(number, "path")}` })),
        all.map(({ cause, number }) => `${plural(number, "path")} ${CAUSE_NAMES[cause]}`).join(", "),
      ),
    );
    const keys = h("div", { class: "keys" });
    for (const { cause, number, size } of all) {
      const key = filesLink(this.app, { cause }, "");
      add(key, h("i", { class: cause }), h("span", null, CAUSE_NAMES[cause]), h("b", null, count(number)), h("span", { class: "note" }, bytes(size)));
      key.className = "key";
      keys.append(key);
    }
    if (withheld) {
      const key = filesLink(this.app, { cause: "secret" }, "");
      add(key, h("i", { class: "secret" }), h("span", null, "of them withheld as secrets"), h("b", null, count(withheld)));
      key.className = "key";
      keys.append(key);
    }
    if (!all.length) keys.append("nothing differs");
    element.append(keys);
    return element;
  }

  private line(): HTMLElement {
    const largest = Math.max(1, ...this.sums.map((one) => one.bytes));
    const { snapshots } = this.app.model.data;
    const row = (at: number): HTMLElement => {
      const place = this.places[at]!;
      return this.stop(place === null ? null : snapshots[place]!, place, at, largest);
    };
    if (this.places.length > MOST_SNAPSHOTS) {
      const list = new List({ label: "Snapshots", row });
      list.element.classList.add("stops");
      list.show(this.places.length);
      return list.element;
    }
    const start = h("div", { class: "stop base" }, h("span", { class: "dot" }), h("span", { class: "what" }, h("b", null, shown(this.app.model.data.from === "base" ? this.app.model.data.base : this.app.model.data.from))));
    return h("div", { class: "stops" }, start, ...this.places.map((_, at) => row(at)));
  }

  private stop(snapshot: Snapshot | null, place: number | null, at: number, largest: number): HTMLElement {
    const sum = this.sums[at]!;
    const before = at > 0 ? this.app.model.data.snapshots[this.places[at - 1] ?? -1] : undefined;
    const gap = snapshot && before && snapshot.created > before.created ? ` \u00b7 ${duration(snapshot.created - before.created)} later` : "";
    const query = { snapshot: place ?? -1 };
    const track = h("span", { class: "track" }, bar(
      CAUSES.map((cause, index) => ({ kind: cause, share: sum.byCause[index]! / Math.max(1, sum.bytes), title: `${CAUSE_NAMES[cause]}: ${bytes(sum.byCause[index]!)}` })),
      `${bytes(sum.bytes)} written`,
    ));
    (track.firstChild as HTMLElement).style.width = `${Math.max(sum.bytes ? 1.5 : 0, (sum.bytes / largest) * 100)}%`;
    const last = snapshot?.commands.length ?? 0;
    const index = this.app.model.ran.findIndex((one) => one.snapshot === place);
    return h(
      "div",
      { class: "stop" },
      h("span", { class: "dot" }),
      h(
        "span",
        { class: "what" },
        h("b", null, snapshot ? snapshotTitle(snapshot) : "not committed yet"),
        snapshot?.id && h("span", { class: "note" }, `${moment(snapshot.created)}${gap}`),
      ),
      h("span", { class: "counts" },
        last > 0 && link(plural(last, "command"), () => this.app.go("commands", `at=${index}`)),
        place === null ? null : filesLink(this.app, query, signs(sum)),
      ),
      track,
      h("span", { class: "size" }, bytes(sum.bytes)),
    );
  }

  private treemap(): HTMLElement {
    const element = h("div", { class: "treemap" });
    let width = 0;
    new ResizeObserver(() => {
      if (Math.abs(element.clientWidth - width) < 2) return;
      width = element.clientWidth;
      this.layTreemap(element);
    }).observe(element);
    return element;
  }

  private layTreemap(element: HTMLElement): void {
    const order = this.sums.map((_, at) => at).filter((at) => this.sums[at]!.bytes > 0);
    order.sort((a, b) => this.sums[b]!.bytes - this.sums[a]!.bytes);
    const shownOnes = order.slice(0, 40);
    const place: Box = { x: 0, y: 0, width: element.clientWidth, height: element.clientHeight };
    const boxes = squarified(shownOnes.map((at) => this.sums[at]!.bytes), place);
    element.replaceChildren(
      ...shownOnes.flatMap((at, index) => {
        const box = boxes[index]!;
        if (box.width < 3 || box.height < 3) return [];
        const group = h("div", { class: "group" });
        put(group, box, place);
        const titled = box.height > 3 * TITLE && box.width > 60;
        const snapshot = this.app.model.data.snapshots[this.places[at] ?? -1];
        if (titled) group.append(h("span", { class: "title" }, snapshot ? snapshotTitle(snapshot) : "not committed yet", h("span", { class: "note" }, bytes(this.sums[at]!.bytes))));
        const inner = { x: 1, y: titled ? TITLE : 1, width: box.width - 4, height: box.height - (titled ? TITLE : 1) - 3 };
        group.append(...this.cells(this.sums[at]!, this.places[at]!, inner, box));
        return [group];
      }),
    );
  }

  private cells(sum: Sum, place: number | null, box: Box, whole: Box): HTMLElement[] {
    const all = [...sum.cells.values()].filter((one) => one.bytes > 0).sort((a, b) => b.bytes - a.bytes);
    const rest = all.slice(MOST_CELLS);
    const cells = all.slice(0, MOST_CELLS);
    if (rest.length) {
      const total = (key: "bytes" | "paths"): number => rest.reduce((part, one) => part + one[key], 0);
      cells.push({ cause: rest[0]!.cause, label: `${count(rest.length)} more`, query: {}, bytes: total("bytes"), paths: total("paths") });
      cells.sort((a, b) => b.bytes - a.bytes);
    }
    const boxes = squarified(cells.map((one) => one.bytes), box);
    return cells.map((cell, at) => {
      const size = boxes[at]!;
      const title = `${cell.label}: ${bytes(cell.bytes)} in ${plural(cell.paths, "path")}`;
      const element = filesLink(this.app, { ...cell.query, snapshot: place ?? -1 }, "");
      element.className = `cell ${cell.cause}`;
      element.title = title;
      element.setAttribute("aria-label", title);
      if (size.width > 44 && size.height > 17) {
        add(element, h("span", null, cell.label));
        if (size.height > 34) add(element, h("span", { class: "note" }, bytes(cell.bytes)));
      }
      put(element, size, whole);
      return element;
    });
  }

  private config(): HTMLElement | null {
    const { config } = this.app.model.data;
    if (!config.length) return null;
    const body = h("tbody");
    for (const one of config)
      add(
        body,
        h(
          "tr",
          null,
          h("th", { scope: "row" }, one.instruction, one.name ? ` ${shown(one.name)}` : ""),
          h("td", { class: "old" }, one.old === null ? "not set" : h("code", null, shown(one.old))),
          h("td", { class: "new" }, one.new === null ? "not set" : h("code", null, shown(one.new))),
        ),
      );
    const { from, to } = this.app.model.data;
    return h(
      "section",
      null,
      heading("Configuration of the image"),
      h("div", { class: "wide" }, h("table", null, h("thead", null, h("tr", null, h("th", null, ""), h("th", null, from), h("th", null, to))), body)),
    );
  }
}

/** Returns what the last proof says. */
export function verdict(app: App, linked = true): HTMLElement {
  const { data } = app.model;
  if (data.page === "diff") return h("p", { class: "verdict" }, h("b", null, `${data.from} \u2192 ${data.to}`), h("span", { class: "note" }, `of ${shown(data.workspace)}`));
  const last = data.snapshots.at(-1);
  const proof = last?.proof;
  if (!proof)
    return h(
      "p",
      { class: "verdict unproven" },
      h("b", null, "not proven"),
      h("span", null, `The Dockerfile is a draft: \u201csnap verify\u201d builds it and compares the result with snapshot ${last?.seq ?? ""}.`),
    );
  const kind = proof.verdict.startsWith("equal") ? (proof.verdict === "equal" ? "equal" : "nearly") : proof.verdict;
  const element = h("p", { class: `verdict ${kind}` }, h("b", null, proof.verdict), h("span", null, firstLine(proof.summary)));
  if (linked) add(element, link("the proof", () => app.go("proof")));
  return element;
}

function signs(sum: Sum): string {
  return `+${count(sum.added)} ~${count(sum.changed)} \u2212${count(sum.deleted)}`;
}

function emptySum(): Sum {
  return { added: 0, changed: 0, deleted: 0, bytes: 0, byCause: CAUSES.map(() => 0), cells: new Map() };
}

function sums(model: Model): Map<number | null, Sum> {
  const found = new Map<number | null, Sum>();
  for (let row = 0; row < model.rows; row++) {
    const at = model.snapshot(row);
    let sum = found.get(at);
    if (!sum) found.set(at, (sum = emptySum()));
    sum[model.change(row)]++;
    const size = model.bytes[row]!;
    sum.bytes += size;
    sum.byCause[model.causes[row]!]! += size;
    if (!size) continue;
    const cell = cellOf(model, row, sum.cells);
    cell.bytes += size;
    cell.paths++;
  }
  return found;
}

function cellOf(model: Model, row: number, cells: Map<string, Cell>): Cell {
  const cause = model.cause(row);
  const pack = model.package(row);
  const command = cause === "command" ? model.command[row]! : -1;
  const reason = cause === "volatile" ? model.volatile(row) : "";
  const key = `${cause} ${pack} ${command} ${reason}`;
  const known = cells.get(key);
  if (known) return known;
  const ran = model.ran[command];
  const label = pack ? shown(pack) : ran ? firstLine(ran.command.text) : shown(reason) || CAUSE_NAMES[cause];
  const query = pack ? { package: pack, cause } : ran ? { command } : reason ? { reason } : { cause };
  const made: Cell = { cause, label, query, bytes: 0, paths: 0 };
  cells.set(key, made);
  return made;
}

/** Places an element in a box of another one, in shares of it: a print has another width. */
function put(element: HTMLElement, box: Box, whole: Box): void {
  element.style.left = `${(box.x / whole.width) * 100}%`;
  element.style.top = `${(box.y / whole.height) * 100}%`;
  element.style.width = `${(Math.max(0, box.width) / whole.width) * 100}%`;
  element.style.height = `${(Math.max(0, box.height) / whole.height) * 100}%`;
}

function legend(model: Model): HTMLElement {
  const there = CAUSES.filter((_, at) => model.causes.includes(at));
  return h("div", { class: "legend" }, ...there.map((cause) => h("span", null, h("i", { class: cause }), CAUSE_NAMES[cause])));
}
