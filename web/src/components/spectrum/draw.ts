import { type ErrorUnit, type FragmentMatch, fragmentError, fragmentLabel } from "@/lib/spectrum/fragments";
import { type LabelBox, lowerBound, type Range, ticks, withoutOverlap } from "@/lib/spectrum/viewport";
import type { Size } from "./canvas";
import type { PlotTheme } from "./plot-theme";

export interface Peaks {
  mz: readonly number[];
  intensity: readonly number[];
  kept: readonly boolean[];
}

export const MARGIN = { left: 50, right: 14, top: 12, bottom: 26 };
const LABEL_ROOM = 0.14;
const MONO = "'IBM Plex Mono', monospace";

export interface Scale {
  x: (mz: number) => number;
  mzAt: (x: number) => number;
}

export function scaleOf(range: Range, width: number): Scale {
  const inner = Math.max(1, width - MARGIN.left - MARGIN.right);
  const perMz = inner / (range.max - range.min);
  return {
    x: (mz) => MARGIN.left + (mz - range.min) * perMz,
    mzAt: (x) => range.min + (x - MARGIN.left) / perMz,
  };
}

interface PeakLabel extends LabelBox {
  text: string;
  /** Without a neutral loss; the others give way to sticks that would run through them. */
  plain: boolean;
  colour: string;
  weight: number;
}

export interface PeaksDrawing {
  peaks: Peaks;
  matches: ReadonlyMap<number, FragmentMatch>;
  range: Range;
  precursorMz: number | null;
  selected: number | null;
  showRemoved: boolean;
  theme: PlotTheme;
  formatMz: (mz: number, decimals: number) => string;
}

/** Peaks as sticks relative to the tallest in view, matched ones coloured by their series and labelled. */
export function drawPeaks(context: CanvasRenderingContext2D, size: Size, drawing: PeaksDrawing): void {
  const { peaks, matches, range, theme } = drawing;
  const scale = scaleOf(range, size.width);
  const floor = size.height - MARGIN.bottom;
  const first = lowerBound(peaks.mz, range.min);
  const end = lowerBound(peaks.mz, range.max);
  let tallest = 0;
  for (let index = first; index < end; index++) {
    if (drawing.showRemoved || peaks.kept[index]) tallest = Math.max(tallest, peaks.intensity[index] ?? 0);
  }
  const room = (floor - MARGIN.top) * (1 - LABEL_ROOM);
  const y = (intensity: number) => floor - (tallest > 0 ? (intensity / tallest) * room : 0);

  drawAxes(context, size, drawing, scale, room);
  drawPrecursor(context, drawing, scale, floor);

  const labels: PeakLabel[] = [];
  const stick = (index: number, colour: string, width: number) => {
    const x = scale.x(peaks.mz[index] ?? 0);
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(x, floor);
    context.lineTo(x, Math.min(floor - 1, y(peaks.intensity[index] ?? 0)));
    context.stroke();
  };
  for (let index = first; index < end; index++) {
    if (matches.has(index) || (!peaks.kept[index] && !drawing.showRemoved)) continue;
    stick(index, peaks.kept[index] ? theme.peak : theme.peakRemoved, 1);
  }
  context.font = `500 11.5px ${MONO}`;
  for (let index = first; index < end; index++) {
    const match = matches.get(index);
    if (!match) continue;
    const colour = theme.ions[match.ion] ?? theme.ink;
    stick(index, colour, 1.8);
    const text = fragmentLabel(match);
    const intensity = peaks.intensity[index] ?? 0;
    labels.push({
      x: scale.x(peaks.mz[index] ?? 0),
      y: y(intensity) - 10,
      width: context.measureText(text).width + 5,
      height: 14,
      text,
      plain: match.loss === null,
      colour,
      weight: index === drawing.selected ? Number.POSITIVE_INFINITY : intensity,
    });
  }
  const taller = (label: (typeof labels)[number]) =>
    labels.some(
      (other) => other !== label && other.y < label.y - 4 && Math.abs(other.x - label.x) * 2 < label.width,
    );
  const readable = labels.filter((label) => label.plain || !taller(label));
  readable.sort((a, b) => b.weight - a.weight);
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const label of withoutOverlap(readable)) {
    context.fillStyle = label.colour;
    context.fillText(label.text, label.x, label.y);
  }
  if (drawing.selected !== null && drawing.selected >= first && drawing.selected < end) {
    const index = drawing.selected;
    context.fillStyle = theme.focus;
    context.beginPath();
    context.arc(scale.x(peaks.mz[index] ?? 0), y(peaks.intensity[index] ?? 0), 3.5, 0, 2 * Math.PI);
    context.fill();
  }
}

function drawAxes(
  context: CanvasRenderingContext2D,
  size: Size,
  { range, theme, formatMz }: PeaksDrawing,
  scale: Scale,
  room: number,
): void {
  const floor = size.height - MARGIN.bottom;
  context.font = `11px ${MONO}`;
  context.lineWidth = 1;
  context.textBaseline = "middle";
  context.textAlign = "right";
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    const y = Math.round(floor - share * room) + 0.5;
    context.strokeStyle = theme.line;
    context.beginPath();
    context.moveTo(MARGIN.left, y);
    context.lineTo(size.width - MARGIN.right, y);
    context.stroke();
    context.fillStyle = theme.inkFaint;
    context.fillText(`${share * 100} %`, MARGIN.left - 7, y);
  }
  const values = ticks(range, Math.max(2, (size.width - MARGIN.left) / 90));
  const step = values.length > 1 ? (values[1] ?? 0) - (values[0] ?? 0) : 1;
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  context.textAlign = "center";
  context.textBaseline = "top";
  context.strokeStyle = theme.inkFaint;
  for (const value of values) {
    const x = Math.round(scale.x(value)) + 0.5;
    context.beginPath();
    context.moveTo(x, floor);
    context.lineTo(x, floor + 4);
    context.stroke();
    context.fillText(formatMz(value, decimals), x, floor + 8);
  }
}

function drawPrecursor(
  context: CanvasRenderingContext2D,
  { precursorMz, range, theme }: PeaksDrawing,
  scale: Scale,
  floor: number,
): void {
  if (precursorMz === null || precursorMz < range.min || precursorMz > range.max) return;
  const x = scale.x(precursorMz);
  context.strokeStyle = theme.brand;
  context.setLineDash([2, 4]);
  context.beginPath();
  context.moveTo(x, MARGIN.top);
  context.lineTo(x, floor);
  context.stroke();
  context.setLineDash([]);
  context.fillStyle = theme.brand;
  context.beginPath();
  context.moveTo(x - 4, MARGIN.top - 6);
  context.lineTo(x + 4, MARGIN.top - 6);
  context.lineTo(x, MARGIN.top);
  context.fill();
}

export interface ErrorsDrawing {
  matches: readonly FragmentMatch[];
  mz: readonly number[];
  range: Range;
  unit: ErrorUnit;
  tolerance: number;
  selected: number | null;
  theme: PlotTheme;
  formatError: (value: number) => string;
}

/** The error of every matched fragment over m/z, between the limits of the tolerance. */
export function drawErrors(context: CanvasRenderingContext2D, size: Size, drawing: ErrorsDrawing): void {
  const { theme, tolerance, unit } = drawing;
  const scale = scaleOf(drawing.range, size.width);
  const top = 10;
  const bottom = size.height - 8;
  const middle = (top + bottom) / 2;
  const perUnit = (bottom - top) / 2 / tolerance;
  context.font = `11px ${MONO}`;
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const value of [tolerance, 0, -tolerance]) {
    const y = Math.round(middle - value * perUnit) + 0.5;
    context.strokeStyle = theme.line;
    context.setLineDash(value === 0 ? [] : [3, 4]);
    context.beginPath();
    context.moveTo(MARGIN.left, y);
    context.lineTo(size.width - MARGIN.right, y);
    context.stroke();
    context.fillStyle = theme.inkFaint;
    context.fillText(drawing.formatError(value), MARGIN.left - 7, y);
  }
  context.setLineDash([]);
  for (const match of drawing.matches) {
    const mz = drawing.mz[match.peak];
    if (mz === undefined || mz < drawing.range.min || mz > drawing.range.max) continue;
    const error = Math.max(-tolerance, Math.min(tolerance, fragmentError(match, unit)));
    context.fillStyle = theme.ions[match.ion] ?? theme.ink;
    context.beginPath();
    context.arc(
      scale.x(mz),
      middle - error * perUnit,
      match.peak === drawing.selected ? 4.5 : 2.8,
      0,
      2 * Math.PI,
    );
    context.fill();
  }
}
