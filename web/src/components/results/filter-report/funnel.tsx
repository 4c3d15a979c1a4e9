"use client";

import { useLocale, useTranslations } from "next-intl";
import { cn } from "@/lib/cn";
import { formatNumber, formatPercent } from "@/lib/format/quantities";

export interface FunnelStep {
  ordinal: number;
  label: string;
  accession: string;
  parameters: Record<string, unknown>;
  applied: boolean;
  reason: string;
  spectra_in: number;
  spectra_out: number;
  peaks_in: number;
  peaks_out: number;
}

interface FunnelProps {
  steps: readonly FunnelStep[];
}

/** Spectra and peaks before and after each filter step, drawn as two funnels beside the steps; on phones below them. */
export function Funnel({ steps }: FunnelProps) {
  const t = useTranslations("FilterReport");
  const mostSpectra = Math.max(1, ...steps.map((step) => step.spectra_in));
  const mostPeaks = Math.max(1, ...steps.map((step) => step.peaks_in));
  return (
    <div className="overflow-x-auto">
      <table className="w-full border-collapse text-[0.92rem] md:min-w-3xl">
        <caption className="sr-only">{t("caption")}</caption>
        <thead className="text-left text-ink-faint">
          <tr className="border-line border-b">
            <th className="w-11 py-2 pl-5 font-medium">#</th>
            <th className="py-2 pr-4 font-medium">{t("step")}</th>
            <th className="hidden w-[27%] px-3 py-2 font-medium md:table-cell">{t("spectra")}</th>
            <th className="hidden w-[27%] py-2 pr-5 pl-3 font-medium md:table-cell">{t("peaks")}</th>
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => (
            <tr key={step.ordinal} className="border-line border-b align-top">
              <td className={cn("figures pl-5 text-ink-faint", step.applied ? "py-3" : "py-1.5")}>
                {step.ordinal}
              </td>
              <th
                scope="row"
                colSpan={step.applied ? 1 : 3}
                className={cn("pr-4 text-left font-normal", step.applied ? "py-3" : "py-1.5 text-ink-faint")}
              >
                <span className="flex flex-wrap items-baseline gap-x-2">
                  <span className={cn(step.applied && "font-medium text-ink")}>{step.label}</span>
                  {step.accession && (
                    <span className="figures text-[0.78rem] text-ink-faint">{step.accession}</span>
                  )}
                  {!step.applied && (
                    <span className="text-[0.86rem]">{t("notApplied", { reason: step.reason })}</span>
                  )}
                </span>
                {step.applied && (
                  <span className="mt-0.5 block max-w-md text-[0.86rem] text-ink-faint">
                    {step.reason} <span className="figures">{parameterText(step.parameters)}</span>
                  </span>
                )}
                {step.applied && (
                  <span className="mt-2 grid grid-cols-2 gap-4 md:hidden">
                    <span>
                      <span className="text-[0.8rem] text-ink-faint">{t("spectra")}</span>
                      <FunnelBar before={step.spectra_in} after={step.spectra_out} most={mostSpectra} />
                    </span>
                    <span>
                      <span className="text-[0.8rem] text-ink-faint">{t("peaks")}</span>
                      <FunnelBar before={step.peaks_in} after={step.peaks_out} most={mostPeaks} />
                    </span>
                  </span>
                )}
              </th>
              {step.applied && (
                <>
                  <td className="hidden px-3 py-3 md:table-cell">
                    <FunnelBar before={step.spectra_in} after={step.spectra_out} most={mostSpectra} />
                  </td>
                  <td className="hidden py-3 pr-5 pl-3 md:table-cell">
                    <FunnelBar before={step.peaks_in} after={step.peaks_out} most={mostPeaks} />
                  </td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** `top_peaks 150, peak_selection per_spectrum`; what is left open is left out. */
function parameterText(parameters: Record<string, unknown>): string {
  return Object.entries(parameters)
    .filter(([, value]) => value !== null && value !== "")
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
}

interface FunnelBarProps {
  before: number;
  after: number;
  most: number;
}

/** A centred bar: what stays is solid, what the step took away is hatched at its sides. */
function FunnelBar({ before, after, most }: FunnelBarProps) {
  const t = useTranslations("FilterReport");
  const locale = useLocale();
  const removed = before - after;
  const share = (value: number) => `${(value / most) * 100}%`;
  return (
    <span className="block">
      <span aria-hidden className="relative mx-auto block h-4 w-full">
        <span
          className="absolute inset-y-0 left-1/2 -translate-x-1/2 rounded-[3px] bg-[repeating-linear-gradient(135deg,var(--ion-y)_0_1.5px,transparent_1.5px_5px)]"
          style={{ width: share(before) }}
        />
        <span
          className="absolute inset-y-0 left-1/2 min-w-0.5 -translate-x-1/2 rounded-[3px] bg-brand ring-2 ring-surface"
          style={{ width: share(after) }}
        />
      </span>
      <span className="figures mt-1 block text-center text-[0.8rem] text-ink-soft">
        {formatNumber(after, locale)}
        {removed > 0 && (
          <span className="text-ion-y">
            {" "}
            {t("removed", {
              count: formatNumber(removed, locale),
              percent: formatPercent((removed / before) * 100, locale, removed / before < 0.1 ? 1 : 0),
            })}
          </span>
        )}
      </span>
    </span>
  );
}
