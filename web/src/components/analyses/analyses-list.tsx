"use client";

import { ChevronRight } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { OutcomeMarks } from "@/components/results/verdict/outcome-marks";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Card, CardHeader } from "@/components/ui/card";
import { Link } from "@/i18n/navigation";
import { translateCode } from "@/i18n/translate-code";
import { useAnalyses } from "@/lib/api/hooks/analyses";
import { formatMoment } from "@/lib/format/dates";
import { AnalysisStateBadge } from "./analysis-state-badge";

/** What was analysed before, newest first; nothing at all before the first time. */
export function AnalysesList({ sampleId }: { sampleId: string }) {
  const t = useTranslations("Analyses");
  const tPreset = useTranslations("Preset");
  const locale = useLocale();
  const analyses = useAnalyses(sampleId);
  if (analyses.error) return <ProblemNotice error={analyses.error} onRetry={() => void analyses.refetch()} />;
  if (!analyses.data || analyses.data.length === 0) return null;
  return (
    <Card>
      <CardHeader title={t("title")} />
      <ul>
        {analyses.data.map((analysis) => (
          <li key={analysis.id} className="relative border-line border-t hover:bg-sunken/60">
            <div className="flex flex-wrap items-center gap-x-4 gap-y-1 px-5 py-3">
              <AnalysisStateBadge state={analysis.state} />
              <Link href={`/analyses/${analysis.id}`} className="font-medium after:absolute after:inset-0">
                <time dateTime={analysis.created_at}>{formatMoment(analysis.created_at, locale)}</time>
              </Link>
              <span className="min-w-0 truncate text-[0.9rem] text-ink-soft">
                {translateCode(tPreset, `${analysis.preset}.name`, analysis.preset)}
                {" · "}
                {analysis.database.name}
              </span>
              <span className="ml-auto flex items-center gap-3">
                <OutcomeMarks files={analysis.files} />
                <ChevronRight aria-hidden className="size-4 text-ink-faint" />
              </span>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
