"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { SpectrumViewer } from "@/components/spectrum/spectrum-viewer";
import { Card } from "@/components/ui/card";
import { NativeSelect } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Scientific } from "@/components/ui/scientific";
import { Skeleton } from "@/components/ui/skeleton";
import { type ResultId, useSpectrum } from "@/lib/api/hooks/results";
import type { SpectrumDetail, Tolerance } from "@/lib/api/schema";
import { formatNumber, formatRelation, formatRetentionTime } from "@/lib/format/quantities";
import { useFilterStepText } from "../filter-report/use-step-text";

interface SpectrumPanelProps {
  result: ResultId;
  spectrumId: number;
  /** Which of its matches to draw first; the best when none is named. */
  psmId: number | null;
  tolerance: Tolerance;
}

/** One spectrum with the matches that the search found for it. */
export function SpectrumPanel({ result, spectrumId, psmId, tolerance }: SpectrumPanelProps) {
  const spectrum = useSpectrum(result, spectrumId);
  if (spectrum.error) return <ProblemNotice error={spectrum.error} onRetry={() => void spectrum.refetch()} />;
  if (!spectrum.data) return <Skeleton className="h-[34rem]" />;
  const { data } = spectrum;
  const chosen = data.psms.find((one) => one.id === psmId)?.id ?? data.psms[0]?.id ?? null;
  return (
    <LoadedSpectrum
      key={`${data.id}-${chosen}`}
      spectrum={data}
      initialPsmId={chosen}
      tolerance={tolerance}
    />
  );
}

interface LoadedSpectrumProps {
  spectrum: SpectrumDetail;
  initialPsmId: number | null;
  tolerance: Tolerance;
}

function LoadedSpectrum({ spectrum, initialPsmId, tolerance }: LoadedSpectrumProps) {
  const t = useTranslations("Spectrum");
  const locale = useLocale();
  const words = useFilterStepText();
  const [psmId, setPsmId] = useState(initialPsmId);
  const psm = spectrum.psms.find((one) => one.id === psmId) ?? null;
  return (
    <Card aria-labelledby="spectrum-title" className="overflow-hidden">
      <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 border-line border-b px-5 py-4">
        <div className="min-w-0">
          <h2 id="spectrum-title" className="font-semibold text-[1.02rem]">
            {spectrum.scan === null
              ? t("title", { id: spectrum.spectrum_id })
              : t("titleScan", { scan: spectrum.scan })}
          </h2>
          <p className="figures mt-0.5 flex flex-wrap gap-x-4 text-[0.86rem] text-ink-faint">
            {spectrum.precursor_mz !== null && (
              <span>
                m/z {formatNumber(spectrum.precursor_mz, locale, 4)}
                {spectrum.precursor_charge ? ` (${spectrum.precursor_charge}+)` : ""}
              </span>
            )}
            {spectrum.retention_time_s !== null && (
              <span>
                {t("retentionTime", { time: formatRetentionTime(spectrum.retention_time_s, locale) })}
              </span>
            )}
            {spectrum.activation && <span>{spectrum.activation}</span>}
            {spectrum.peaks_total !== null && (
              <span>{t("peaksKept", { kept: spectrum.peaks_kept ?? 0, total: spectrum.peaks_total })}</span>
            )}
            {psm && (
              <span>
                E <Scientific value={psm.e_value} relation />
              </span>
            )}
          </p>
        </div>
        {spectrum.psms.length > 1 && (
          <NativeSelect
            aria-label={t("chooseMatch")}
            value={psmId ?? ""}
            onChange={(event) => setPsmId(Number(event.target.value))}
            className="w-auto max-w-80 font-mono text-[0.86rem]"
          >
            {spectrum.psms.map((one) => (
              <option key={one.id} value={one.id}>
                {one.rank}. {one.proforma}{" "}
                {one.e_value === null ? "" : `· E ${formatRelation(one.e_value, locale)}`}
              </option>
            ))}
          </NativeSelect>
        )}
      </header>
      {spectrum.status !== "searched" && (
        <Notice tone="info" className="m-4">
          {spectrum.status === "removed"
            ? t("wasRemoved", {
                step: words.name(spectrum.removed_by ?? ""),
                reason: words.removal(spectrum.removed_reason ?? ""),
              })
            : t("wasNotSearched")}
        </Notice>
      )}
      {spectrum.mz.length > 0 && (
        <SpectrumViewer
          peaks={spectrum}
          precursorMz={spectrum.precursor_mz}
          proforma={psm?.proforma ?? null}
          matches={psm?.annotations ?? []}
          tolerance={tolerance}
        />
      )}
    </Card>
  );
}
