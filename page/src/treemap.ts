// A squarified treemap: rectangles with areas as their values, as near to squares as can be.
// Bruls, Huizing, van Wijk: Squarified Treemaps (2000).

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Returns a box for each value; the values are sorted, the largest first, and none is negative. */
export function squarified(values: number[], place: Box): Box[] {
  const total = values.reduce((sum, value) => sum + value, 0);
  const boxes: Box[] = [];
  if (!total) return values.map(() => ({ ...place, width: 0, height: 0 }));
  const scale = (place.width * place.height) / total;
  let rest = { ...place };
  let at = 0;
  while (at < values.length) {
    const side = Math.min(rest.width, rest.height);
    let end = at + 1;
    let sum = values[at]! * scale;
    let worst = ratio(side, sum, values[at]! * scale, values[at]! * scale);
    while (end < values.length) {
      const next = sum + values[end]! * scale;
      const worse = ratio(side, next, values[at]! * scale, values[end]! * scale);
      if (worse > worst) break;
      [worst, sum, end] = [worse, next, end + 1];
    }
    rest = laid(values.slice(at, end).map((value) => value * scale), sum, rest, boxes);
    at = end;
  }
  return boxes;
}

/** Returns the worst ratio of sides in a row of areas with this sum along a side. */
function ratio(side: number, sum: number, largest: number, smallest: number): number {
  if (!smallest || !sum) return Infinity;
  return Math.max((side * side * largest) / (sum * sum), (sum * sum) / (side * side * smallest));
}

/** Adds a row of boxes along the shorter side and returns what is left. */
function laid(areas: number[], sum: number, rest: Box, boxes: Box[]): Box {
  const across = rest.width < rest.height;
  const side = across ? rest.width : rest.height;
  const depth = side ? sum / side : 0;
  let along = across ? rest.x : rest.y;
  for (const area of areas) {
    const length = depth ? area / depth : 0;
    boxes.push(
      across
        ? { x: along, y: rest.y, width: length, height: depth }
        : { x: rest.x, y: along, width: depth, height: length },
    );
    along += length;
  }
  return across
    ? { ...rest, y: rest.y + depth, height: Math.max(0, rest.height - depth) }
    : { ...rest, x: rest.x + depth, width: Math.max(0, rest.width - depth) };
}
