// Which changed paths are shown; kept in the address, so that a view can be bookmarked.

import { CAUSES, Model, type Cause } from "./model";

export interface Filter {
  /** Words that a path has, all of them. */
  text: string;
  /** A folder: the path itself and what is below it. */
  below: string;
  change: string;
  cause: Cause | "secret" | "";
  /** Indices, -1 for any. */
  snapshot: number;
  command: number;
  instruction: number;
  package: string;
  /** Why a path is volatile. */
  reason: string;
}

export const EVERY: Filter = { text: "", below: "", change: "", cause: "", snapshot: -1, command: -1, instruction: -1, package: "", reason: "" };

/** Returns for each path the row by which it matches, -1 if it does not; its last row where nothing is asked of rows. */
export function matching(model: Model, filter: Filter): Int32Array {
  const found = new Int32Array(model.data.paths.length).fill(-1);
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const historical = filter.snapshot >= 0 || filter.command >= 0;
  for (let path = 0; path < found.length; path++) {
    if (filter.instruction >= 0 && model.instruction[path] !== filter.instruction) continue;
    if (filter.below && !isBelow(model.name(path), filter.below)) continue;
    if (words.length && !words.every((word) => model.name(path).toLowerCase().includes(word))) continue;
    if (historical) {
      for (let row = model.last[path]!; row >= 0; row = model.earlier[row]!)
        if (fits(model, filter, row, model.change(row))) {
          found[path] = row;
          break;
        }
      continue;
    }
    const net = model.net(path);
    if (net && fits(model, filter, model.last[path]!, net)) found[path] = model.last[path]!;
  }
  return found;
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || folder === "/" || path.startsWith(`${folder}/`);
}

function fits(model: Model, filter: Filter, row: number, change: string): boolean {
  if (filter.change && change !== filter.change) return false;
  if (filter.snapshot >= 0 && model.snapshot(row) !== filter.snapshot) return false;
  if (filter.command >= 0 && model.command[row] !== filter.command) return false;
  if (filter.reason && model.volatile(row) !== filter.reason) return false;
  if (filter.package && model.package(row) !== filter.package) return false;
  if (filter.cause === "secret") return model.secret(row) !== "";
  return !filter.cause || model.cause(row) === filter.cause;
}

/** Returns the filter as the query of an address, "" for none. */
export function toQuery(filter: Filter): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(filter))
    if (value !== EVERY[key as keyof Filter]) query.set(key, String(value));
  return query.toString();
}

export function fromQuery(text: string): Filter {
  const query = new URLSearchParams(text);
  const index = (key: string): number => (/^\d{1,7}$/.test(query.get(key) ?? "") ? Number(query.get(key)) : -1);
  const cause = query.get("cause") ?? "";
  return {
    text: query.get("text") ?? "",
    below: query.get("below") ?? "",
    change: query.get("change") ?? "",
    cause: cause === "secret" || (CAUSES as readonly string[]).includes(cause) ? (cause as Filter["cause"]) : "",
    snapshot: index("snapshot"),
    command: index("command"),
    instruction: index("instruction"),
    package: query.get("package") ?? "",
    reason: query.get("reason") ?? "",
  };
}
