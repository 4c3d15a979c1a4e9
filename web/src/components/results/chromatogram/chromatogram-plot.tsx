"use client";

import { useLocale, useTranslations } from "next-intl";
import { useEffect, useMemo, useRef } from "react";
import uPlot from "uplot";
import { useElementSize } from "@/components/spectrum/canvas";
import { usePlotTheme } from "@/components/spectrum/plot-theme";
import { decimalsOf, formatNumber, formatScientific } from "@/lib/format/quantities";

interface ChromatogramPlotProps {
  retentionTimeS: readonly number[];
  totalIonCurrent: readonly number[];
  basePeakIntensity: readonly number[];
  /** A spectrum was clicked: its index in the lists. */
  onPick: (index: number) => void;
}

const HEIGHT = 320;
const MONO = "11px 'IBM Plex Mono', monospace";

/** Total-ion and base-peak chromatogram over minutes; drag zooms, double click shows all. */
export function ChromatogramPlot(props: ChromatogramPlotProps) {
  const { retentionTimeS, totalIonCurrent, basePeakIntensity, onPick } = props;
  const t = useTranslations("Chromatogram");
  const locale = useLocale();
  const theme = usePlotTheme();
  const [ref, { width }] = useElementSize<HTMLDivElement>();
  const pick = useRef(onPick);
  pick.current = onPick;
  const data = useMemo<uPlot.AlignedData>(
    () => [retentionTimeS.map((seconds) => seconds / 60), [...totalIonCurrent], [...basePeakIntensity]],
    [retentionTimeS, totalIonCurrent, basePeakIntensity],
  );

  useEffect(() => {
    const element = ref.current;
    if (!element || !theme || width === 0) return;
    const intensity = (value: number) => formatScientific(value, locale);
    const axis = {
      stroke: theme.inkFaint,
      font: MONO,
      grid: { stroke: theme.line, width: 1 },
      ticks: { stroke: theme.line },
    };
    const plot = new uPlot(
      {
        width,
        height: HEIGHT,
        scales: { x: { time: false } },
        cursor: { points: { size: 7 }, drag: { x: true, y: false } },
        axes: [
          {
            ...axis,
            label: t("minutes"),
            labelFont: MONO,
            labelSize: 22,
            values: (_, values) => values.map((value) => formatNumber(value, locale, decimalsOf(values))),
          },
          { ...axis, size: 78, values: (_, values) => values.map(intensity) },
        ],
        series: [
          {
            label: t("minutes"),
            value: (_, value) => (value === null ? "–" : formatNumber(value, locale, 2)),
          },
          {
            label: t("tic"),
            stroke: theme.brand,
            width: 1.4,
            fill: `${theme.brand}1c`,
            value: (_, value) => (value === null ? "–" : intensity(value)),
          },
          {
            label: t("basePeak"),
            stroke: theme.ions.y ?? theme.ink,
            width: 1.1,
            value: (_, value) => (value === null ? "–" : intensity(value)),
          },
        ],
      },
      data,
      element,
    );
    const onClick = () => {
      if (plot.select.width === 0 && typeof plot.cursor.idx === "number") pick.current(plot.cursor.idx);
    };
    plot.over.addEventListener("click", onClick);
    return () => plot.destroy();
  }, [ref, theme, width, locale, data, t]);

  return (
    <div
      ref={ref}
      role="img"
      aria-label={t("plotLabel", { spectra: retentionTimeS.length })}
      className="uplot-host"
    />
  );
}
