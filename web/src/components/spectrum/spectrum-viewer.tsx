"use client";

import { Maximize, ZoomIn, ZoomOut } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { formatNumber, formatSigned } from "@/lib/format/quantities";
import { parseProforma } from "@/lib/proforma/parse";
import {
  bestMatchByPeak,
  brokenBonds,
  type ErrorUnit,
  type FragmentMatch,
  fragmentError,
  fragmentLabel,
  ladder,
} from "@/lib/spectrum/fragments";
import { lowerBound } from "@/lib/spectrum/viewport";
import { prepareCanvas, useElementSize } from "./canvas";
import { drawErrors, drawPeaks, type Peaks, scaleOf } from "./draw";
import { FragmentLadder } from "./fragment-ladder";
import { FragmentTable } from "./fragment-table";
import { usePlotTheme } from "./plot-theme";
import { useViewport } from "./use-viewport";

interface SpectrumViewerProps {
  peaks: Peaks;
  precursorMz: number | null;
  /** Absent for a spectrum without a match. */
  proforma: string | null;
  matches: readonly FragmentMatch[];
  tolerance: { value: number; unit: ErrorUnit };
}

const NO_MATCH = new Map<number, FragmentMatch>();

/** An annotated fragment spectrum: ladder, peaks, errors and the figures, all bound to one selection. */
export function SpectrumViewer({ peaks, precursorMz, proforma, matches, tolerance }: SpectrumViewerProps) {
  const t = useTranslations("Spectrum");
  const locale = useLocale();
  const theme = usePlotTheme();
  const [plotRef, plotSize] = useElementSize<HTMLDivElement>();
  const [errorsRef, errorsSize] = useElementSize<HTMLDivElement>();
  const peaksCanvas = useRef<HTMLCanvasElement>(null);
  const errorsCanvas = useRef<HTMLCanvasElement>(null);
  const [selected, setSelected] = useState<number | null>(null);
  const [showRemoved, setShowRemoved] = useState(true);
  const viewport = useViewport(peaks.mz, plotSize.width, plotRef);
  const { range } = viewport;

  const peptide = useMemo(() => (proforma ? parseProforma(proforma) : null), [proforma]);
  const bonds = useMemo(() => ladder(peptide?.residues.length ?? 0, matches), [peptide, matches]);
  const matchByPeak = useMemo(() => (matches.length > 0 ? bestMatchByPeak(matches) : NO_MATCH), [matches]);
  const matchedPeaks = useMemo(() => [...matchByPeak.keys()].sort((a, b) => a - b), [matchByPeak]);

  useEffect(() => {
    const canvas = peaksCanvas.current;
    if (!canvas || !theme || plotSize.width === 0) return;
    const context = prepareCanvas(canvas, plotSize);
    if (!context) return;
    drawPeaks(context, plotSize, {
      peaks,
      matches: matchByPeak,
      range,
      precursorMz,
      selected,
      showRemoved,
      theme,
      formatMz: (mz, decimals) => formatNumber(mz, locale, decimals),
    });
  }, [peaks, matchByPeak, range, precursorMz, selected, showRemoved, theme, plotSize, locale]);

  useEffect(() => {
    const canvas = errorsCanvas.current;
    if (!canvas || !theme || errorsSize.width === 0) return;
    const context = prepareCanvas(canvas, errorsSize);
    if (!context) return;
    drawErrors(context, errorsSize, {
      matches,
      mz: peaks.mz,
      range,
      unit: tolerance.unit,
      tolerance: tolerance.value,
      selected,
      theme,
      formatError: (value) =>
        value === 0
          ? "0"
          : `${value < 0 ? "−" : "+"}${new Intl.NumberFormat(locale).format(Math.abs(value))}`,
    });
  }, [matches, peaks, range, tolerance, selected, theme, errorsSize, locale]);

  const select = (peak: number) => {
    setSelected(peak);
    viewport.reveal(peaks.mz[peak] ?? 0);
  };

  const step = (direction: 1 | -1) => {
    if (matchedPeaks.length === 0) return;
    const from = selected ?? (direction === 1 ? -1 : Number.POSITIVE_INFINITY);
    const next =
      direction === 1
        ? (matchedPeaks.find((peak) => peak > from) ?? matchedPeaks[0])
        : (matchedPeaks.findLast((peak) => peak < from) ?? matchedPeaks.at(-1));
    if (next !== undefined) select(next);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "n") step(1);
    else if (event.key === "p") step(-1);
    else viewport.onKeyDown(event);
  };

  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    viewport.onPointerMove(event);
    if (event.buttons !== 0) return;
    const box = event.currentTarget.getBoundingClientRect();
    const scale = scaleOf(range, box.width);
    setSelected(
      nearestPeak(peaks, scale.mzAt(event.clientX - box.left), scale.mzAt(8) - scale.mzAt(0), showRemoved),
    );
  };

  const annotation = selected === null ? undefined : matchByPeak.get(selected);
  const tallest = useMemo(() => peaks.intensity.reduce((most, value) => Math.max(most, value), 0), [peaks]);
  const readout =
    selected === null
      ? t("readoutHint")
      : [
          `m/z ${formatNumber(peaks.mz[selected] ?? 0, locale, 4)}`,
          `${formatNumber(tallest > 0 ? ((peaks.intensity[selected] ?? 0) / tallest) * 100 : 0, locale, 1)} %`,
          annotation && fragmentLabel(annotation),
          annotation &&
            `${formatSigned(fragmentError(annotation, tolerance.unit), locale, tolerance.unit === "ppm" ? 1 : 3)} ${tolerance.unit}`,
          peaks.kept[selected] ? null : t("removedByFilter"),
        ]
          .filter(Boolean)
          .join(" · ");

  return (
    <div>
      {peptide && (
        <div className="border-line border-b px-4 pt-3 pb-1">
          <FragmentLadder
            residues={peptide.residues}
            nTerm={peptide.nTerm}
            cTerm={peptide.cTerm}
            bonds={bonds}
            selectedPeak={selected}
            onSelect={select}
          />
          <p className="pb-2 text-center text-[0.84rem] text-ink-faint">
            {t("bondsSeen", { seen: brokenBonds(bonds), total: bonds.length })}
          </p>
        </div>
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 pt-3">
        <p aria-live="polite" className="figures min-h-6 flex-1 basis-64 text-ink-soft">
          {readout}
        </p>
        <label className="flex items-center gap-2 text-[0.88rem] text-ink-soft">
          <input
            type="checkbox"
            checked={showRemoved}
            onChange={(event) => setShowRemoved(event.target.checked)}
            className="size-4 accent-brand"
          />
          {t("showRemoved")}
        </label>
        <div className="flex gap-1" role="toolbar" aria-label={t("zoom")}>
          <Button size="icon" variant="ghost" aria-label={t("zoomIn")} onClick={() => viewport.zoom(0.6)}>
            <ZoomIn aria-hidden />
          </Button>
          <Button
            size="icon"
            variant="ghost"
            aria-label={t("zoomOut")}
            onClick={() => viewport.zoom(1 / 0.6)}
          >
            <ZoomOut aria-hidden />
          </Button>
          <Button size="icon" variant="ghost" aria-label={t("zoomReset")} onClick={viewport.reset}>
            <Maximize aria-hidden />
          </Button>
        </div>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a canvas with keys of its own; the table below says the same */}
      <div
        ref={plotRef}
        role="group"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the plot is zoomed and panned by keyboard
        tabIndex={0}
        aria-label={t("plotLabel", { peaks: peaks.mz.length, matched: matchedPeaks.length })}
        aria-describedby="spectrum-keys"
        onKeyDown={onKeyDown}
        onPointerDown={viewport.onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={viewport.onPointerUp}
        onDoubleClick={viewport.reset}
        className="relative mt-1 h-[clamp(240px,38vh,400px)] cursor-crosshair touch-pan-y select-none"
      >
        <canvas ref={peaksCanvas} className="absolute inset-0 size-full" />
        {viewport.marked && (
          <div
            className="absolute inset-y-0 border-brand border-x bg-brand/12"
            style={{
              left: Math.min(viewport.marked.from, viewport.marked.to),
              width: Math.abs(viewport.marked.to - viewport.marked.from),
            }}
          />
        )}
      </div>
      {matches.length > 0 && (
        <>
          <p className="px-4 pt-1 text-[0.8rem] text-ink-faint">{t("errorAxis", { unit: tolerance.unit })}</p>
          <div ref={errorsRef} className="relative h-24">
            <canvas ref={errorsCanvas} className="absolute inset-0 size-full" />
          </div>
        </>
      )}
      <p id="spectrum-keys" className="px-4 pt-1 pb-3 text-[0.82rem] text-ink-faint">
        {t("keys")}
      </p>
      {matches.length > 0 && (
        <FragmentTable
          matches={matches}
          peaks={peaks}
          unit={tolerance.unit}
          selectedPeak={selected}
          onSelect={select}
        />
      )}
    </div>
  );
}

/** The tallest peak within `reach` of `mz`, or none. */
function nearestPeak(peaks: Peaks, mz: number, reach: number, withRemoved: boolean): number | null {
  let best: number | null = null;
  for (let index = lowerBound(peaks.mz, mz - reach); (peaks.mz[index] ?? Infinity) <= mz + reach; index++) {
    if (!withRemoved && !peaks.kept[index]) continue;
    if (best === null || (peaks.intensity[index] ?? 0) > (peaks.intensity[best] ?? 0)) best = index;
  }
  return best;
}
