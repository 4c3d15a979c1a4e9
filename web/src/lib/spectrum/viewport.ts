/** The visible stretch of an m/z axis. */
export interface Range {
  min: number;
  max: number;
}

const SMALLEST_WIDTH = 0.5;

/** The whole spectrum with a little room at both ends. */
export function fullRange(mz: readonly number[]): Range {
  const first = mz[0];
  const last = mz.at(-1);
  if (first === undefined || last === undefined) return { min: 0, max: 1000 };
  const margin = Math.max((last - first) * 0.03, 5);
  return { min: Math.max(0, first - margin), max: last + margin };
}

/** `range` kept inside `bounds` and no narrower than half a thomson. */
export function clampRange(range: Range, bounds: Range): Range {
  const width = Math.min(Math.max(range.max - range.min, SMALLEST_WIDTH), bounds.max - bounds.min);
  const min = Math.min(Math.max(range.min, bounds.min), bounds.max - width);
  return { min, max: min + width };
}

/** Zooms by `factor` (below 1: closer) around `centre`, which stays where it is on the screen. */
export function zoomRange(range: Range, factor: number, centre: number, bounds: Range): Range {
  return clampRange(
    { min: centre - (centre - range.min) * factor, max: centre + (range.max - centre) * factor },
    bounds,
  );
}

/** Moves by a share of the visible width; positive towards higher m/z. */
export function panRange(range: Range, share: number, bounds: Range): Range {
  const step = (range.max - range.min) * share;
  return clampRange({ min: range.min + step, max: range.max + step }, bounds);
}

/** Round axis values within the range, about `count` of them. */
export function ticks(range: Range, count: number): number[] {
  const rough = (range.max - range.min) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((multiple) => multiple * power >= rough) ?? 10) * power;
  const decimals = Math.max(0, -Math.floor(Math.log10(step)));
  const values: number[] = [];
  for (let index = Math.ceil(range.min / step); index * step <= range.max; index++) {
    values.push(Number((index * step).toFixed(decimals)));
  }
  return values;
}

/** Index of the first value ≥ `value` in an ascending list. */
export function lowerBound(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

export interface LabelBox {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Of boxes in order of importance, those that can be drawn without covering one drawn before. */
export function withoutOverlap<T extends LabelBox>(boxes: readonly T[]): T[] {
  const drawn: T[] = [];
  for (const box of boxes) {
    const covers = drawn.some(
      (other) =>
        Math.abs(box.x - other.x) * 2 < box.width + other.width &&
        Math.abs(box.y - other.y) * 2 < box.height + other.height,
    );
    if (!covers) drawn.push(box);
  }
  return drawn;
}
