"use client";

import { useLocale, useTranslations } from "next-intl";
import { cn } from "@/lib/cn";
import { formatNumber, formatPercent } from "@/lib/format/quantities";

export interface FunnelStep {
  ordinal: number;
  label: string;
  accession: string;
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

/** Spectra and peaks before and after each filter step, drawn as two funnels beside the steps. */
export function Funnel({ steps }: FunnelProps) {
  const t = useTranslations("FilterReport");
  const mostSpectra = Math.max(1, ...steps.map((step) => step.spectra_in));
  const mostPeaks = Math.max(1, ...steps.map((step) => step.peaks_in));
  return (
    <div className="overflow-x-auto">
      <table className="w-full min-w-3xl border-collapse text-[0.92rem]">
        <caption className="sr-only">{t("caption")}</caption>
        <thead className="text-left text-ink-faint">
          <tr className="border-line border-b">
            <th className="w-11 py-2 pl-5 font-medium">#</th>
            <th className="py-2 pr-4 font-medium">{t("step")}</th>
            <th className="w-[27%] px-3 py-2 font-medium">{t("spectra")}</th>
            <th className="w-[27%] py-2 pr-5 pl-3 font-medium">{t("peaks")}</th>
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => (
            <tr
              key={step.ordinal}
              className={cn("border-line border-b align-top", !step.applied && "text-ink-faint")}
            >
              <td className="figures py-3 pl-5 text-ink-faint">{step.ordinal}</td>
              <th scope="row" className="py-3 pr-4 text-left font-normal">
                <span className="flex flex-wrap items-baseline gap-x-2">
                  <span className={cn("font-medium", step.applied && "text-ink")}>{step.label}</span>
                  {step.accession && (
                    <span className="figures text-[0.78rem] text-ink-faint">{step.accession}</span>
                  )}
                  {!step.applied && <span className="text-[0.84rem]">{t("notApplied")}</span>}
                </span>
                {step.reason && (
                  <span className="mt-0.5 block max-w-md text-[0.86rem] text-ink-faint">{step.reason}</span>
                )}
              </th>
              <td className="px-3 py-3">
                <FunnelBar
                  before={step.spectra_in}
                  after={step.spectra_out}
                  most={mostSpectra}
                  applied={step.applied}
                />
              </td>
              <td className="py-3 pr-5 pl-3">
                <FunnelBar
                  before={step.peaks_in}
                  after={step.peaks_out}
                  most={mostPeaks}
                  applied={step.applied}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface FunnelBarProps {
  before: number;
  after: number;
  most: number;
  applied: boolean;
}

/** A centred bar: what stays is solid, what the step took away is hatched at its sides. */
function FunnelBar({ before, after, most, applied }: FunnelBarProps) {
  const t = useTranslations("FilterReport");
  const locale = useLocale();
  const removed = before - after;
  const share = (value: number) => `${(value / most) * 100}%`;
  return (
    <div>
      <div aria-hidden className="relative mx-auto h-4 w-full">
        <div
          className="absolute inset-y-0 left-1/2 -translate-x-1/2 rounded-[3px] bg-[repeating-linear-gradient(135deg,var(--ion-y)_0_1.5px,transparent_1.5px_5px)]"
          style={{ width: share(before) }}
        />
        <div
          className={cn(
            "absolute inset-y-0 left-1/2 min-w-0.5 -translate-x-1/2 rounded-[3px] ring-2 ring-surface",
            applied ? "bg-brand" : "bg-line-strong",
          )}
          style={{ width: share(after) }}
        />
      </div>
      <p className="figures mt-1 text-center text-[0.8rem] text-ink-soft">
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
      </p>
    </div>
  );
}
