"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Skeleton } from "@/components/ui/skeleton";
import { type ResultId, useChromatogram } from "@/lib/api/hooks/results";
import type { SetResultView } from "../use-result-view";
import { ChromatogramPlot } from "./chromatogram-plot";

export function ChromatogramTab({ result, setView }: { result: ResultId; setView: SetResultView }) {
  const t = useTranslations("Chromatogram");
  const [msLevel, setMsLevel] = useState<number | null>(null);
  const chromatogram = useChromatogram(result, msLevel);
  if (chromatogram.error)
    return <ProblemNotice error={chromatogram.error} onRetry={() => void chromatogram.refetch()} />;
  const { data } = chromatogram;
  return (
    <Card>
      <CardHeader
        title={t("title")}
        hint={t("hint")}
        actions={[1, 2].map((level) => (
          <Button
            key={level}
            size="sm"
            variant={(msLevel ?? data?.ms_level) === level ? "primary" : "secondary"}
            aria-pressed={(msLevel ?? data?.ms_level) === level}
            onClick={() => setMsLevel(level)}
          >
            MS{level}
          </Button>
        ))}
      />
      <div className="px-4 pb-4">
        {!data && <Skeleton className="h-80" />}
        {data && data.retention_time_s.length === 0 && (
          <EmptyState title={t("emptyTitle")}>{t("emptyText")}</EmptyState>
        )}
        {data && data.retention_time_s.length > 0 && (
          <ChromatogramPlot
            retentionTimeS={data.retention_time_s}
            totalIonCurrent={data.total_ion_current}
            basePeakIntensity={data.base_peak_intensity}
            onPick={(index) => {
              const spectrum = data.spectrum[index];
              if (spectrum !== undefined && data.ms_level > 1)
                void setView({ tab: "psms", spectrum, psm: null });
            }}
          />
        )}
      </div>
    </Card>
  );
}
