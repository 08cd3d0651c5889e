// What the terminal showed, played; there are such sessions only in a page that was made `--with-cast`.

import { choice, tools, type App, type View } from "./app";
import { add, h } from "./dom";
import { List } from "./list";
import type { Ran } from "./model";
import { duration, firstLine, moment } from "./text";

interface Player {
  seek(seconds: number): Promise<unknown> | void;
  play(): Promise<unknown> | void;
  dispose(): void;
}

type Create = (source: { data: string }, place: HTMLElement, options: Record<string, unknown>) => Player;

/** Seconds before a command at which the player goes on, so that its line is seen as it is typed. */
const BEFORE = 0.5;

export class Sessions implements View {
  readonly id = "session";
  readonly title = "Session";
  readonly count = null;
  readonly element = h("div", { class: "view split" });
  private readonly place = h("div", { class: "player" });
  private readonly list: List;
  private readonly field: HTMLSelectElement;
  private commands: Ran[] = [];
  private current = -1;
  private player: Player | null = null;

  constructor(private readonly app: App) {
    const casts = app.model.data.casts ?? [];
    this.field = choice(
      "Session",
      casts.map((one, at) => [String(at), `${moment(one.begin)}, ${duration(one.seconds)}`]),
      (value) => this.load(Number(value)),
    );
    this.field.className = "wide";
    this.list = new List({
      label: "Commands of the session",
      row: (at) => this.row(this.commands[at]!),
      chosen: (at, how) => how !== "move" && this.play(this.commands[at]!),
    });
    const licence = document.getElementById("player-licence")?.textContent ?? "";
    const about = h("details", { class: "about" }, h("summary", null, "played by asciinema-player, Apache License 2.0"), h("pre", null, licence));
    add(
      this.element,
      h("div", { class: "main" }, tools(this.field), this.place, about),
      h("aside", { class: "pane commands-of", "aria-label": "Commands of the session" }, this.list.element),
    );
  }

  show(query: string): void {
    const { model } = this.app;
    const ran = model.ran[Number(new URLSearchParams(query).get("at") ?? "-1")];
    const wanted = ran ? (model.data.casts ?? []).findIndex((one) => one.session === ran.command.session) : -1;
    if (this.current < 0 || (wanted >= 0 && wanted !== this.current)) this.load(Math.max(0, wanted));
    this.list.draw();
    if (ran && wanted >= 0) this.play(ran);
  }

  private load(at: number): void {
    const cast = this.app.model.data.casts?.[at];
    if (!cast) return;
    this.current = at;
    this.field.value = String(at);
    this.player?.dispose();
    this.commands = this.app.model.ran.filter((one) => one.command.session === cast.session);
    const create = (window as unknown as { snapPlayer: Create }).snapPlayer;
    const markers = this.commands.map((one) => [Math.max(0, one.command.begin - cast.begin), firstLine(one.command.text)]);
    this.player = create({ data: cast.text }, this.place, { fit: "both", preload: true, markers, poster: "npt:1" });
    this.list.show(this.commands.length);
  }

  private play(ran: Ran): void {
    const cast = this.app.model.data.casts?.[this.current];
    if (!cast || !this.player) return;
    this.list.show(this.commands.length, this.commands.indexOf(ran));
    const { player } = this;
    void (async () => {
      await player.play();
      await player.seek(Math.max(0, ran.command.begin - cast.begin - BEFORE));
    })();
  }

  private row(ran: Ran): HTMLElement {
    return h("div", { class: "command" }, h("span", { class: "number" }, ran.name), h("code", { class: "text", title: firstLine(ran.command.text) }, firstLine(ran.command.text)));
  }

  print(): null {
    return null;
  }
}
