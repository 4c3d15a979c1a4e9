"use client";

import { useLocale, useTranslations } from "next-intl";
import { cn } from "@/lib/cn";
import { formatNumber, formatSigned } from "@/lib/format/quantities";
import { type ErrorUnit, type FragmentMatch, fragmentError, fragmentLabel } from "@/lib/spectrum/fragments";
import type { Peaks } from "./draw";

interface FragmentTableProps {
  matches: readonly FragmentMatch[];
  peaks: Peaks;
  unit: ErrorUnit;
  selectedPeak: number | null;
  onSelect: (peak: number) => void;
}

/** Every matched fragment in figures: what the plot shows, for reading and for screen readers. */
export function FragmentTable({ matches, peaks, unit, selectedPeak, onSelect }: FragmentTableProps) {
  const t = useTranslations("Spectrum");
  const locale = useLocale();
  const tallest = peaks.intensity.reduce((most, value) => Math.max(most, value), 0);
  return (
    <div className="max-h-80 overflow-auto border-line border-t">
      <table className="w-full text-[0.88rem]">
        <caption className="sr-only">{t("matchedFragments")}</caption>
        <thead className="sticky top-0 bg-surface text-left text-ink-faint">
          <tr>
            <th className="px-4 py-2 font-medium">{t("fragment")}</th>
            <th className="px-3 py-2 text-right font-medium">{t("observedMz")}</th>
            <th className="px-3 py-2 text-right font-medium">{t("theoreticalMz")}</th>
            <th className="px-3 py-2 text-right font-medium">{t("error", { unit })}</th>
            <th className="px-4 py-2 text-right font-medium">{t("relativeIntensity")}</th>
          </tr>
        </thead>
        <tbody className="figures">
          {matches.map((match) => (
            <tr
              key={`${match.peak}-${fragmentLabel(match)}`}
              className={cn("border-line border-t", match.peak === selectedPeak && "bg-brand-soft")}
            >
              <th scope="row" className="px-4 py-1 text-left font-medium">
                <button
                  type="button"
                  onClick={() => onSelect(match.peak)}
                  style={{ color: `var(--ion-${match.ion})` }}
                  className="rounded underline-offset-3 hover:underline"
                >
                  {fragmentLabel(match)}
                </button>
              </th>
              <td className="px-3 py-1 text-right">{formatNumber(peaks.mz[match.peak] ?? 0, locale, 4)}</td>
              <td className="px-3 py-1 text-right">{formatNumber(match.theoretical_mz, locale, 4)}</td>
              <td className="px-3 py-1 text-right">
                {formatSigned(fragmentError(match, unit), locale, unit === "ppm" ? 1 : 3)}
              </td>
              <td className="px-4 py-1 text-right">
                {formatNumber(
                  tallest > 0 ? ((peaks.intensity[match.peak] ?? 0) / tallest) * 100 : 0,
                  locale,
                  1,
                )}{" "}
                %
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
