"use client";

import { useLocale, useTranslations } from "next-intl";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Card, CardHeader } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import { type ResultId, useFilterReport } from "@/lib/api/hooks/results";
import { formatNumber } from "@/lib/format/quantities";
import { Funnel } from "./funnel";
import { useFilterStepText } from "./use-step-text";

/** What the filter took away, step by step, and why. */
export function FilterReportTab({ result }: { result: ResultId }) {
  const t = useTranslations("FilterReport");
  const locale = useLocale();
  const words = useFilterStepText();
  const report = useFilterReport(result);
  if (report.error) return <ProblemNotice error={report.error} onRetry={() => void report.refetch()} />;
  if (!report.data) return <Skeleton className="h-96" />;
  const { steps, removed } = report.data;
  return (
    <div className="grid gap-5">
      <Card className="overflow-hidden">
        <CardHeader title={t("title")} hint={t("hint")} />
        <Funnel
          steps={steps.map((step) => ({
            ...step,
            label: words.name(step.name),
            reason: words.reason(step.reason),
          }))}
        />
      </Card>
      {removed.length > 0 && (
        <Card className="overflow-hidden">
          <CardHeader title={t("removedTitle")} hint={t("removedHint")} />
          <div className="overflow-x-auto border-line border-t">
            <table className="w-full text-[0.92rem]">
              <caption className="sr-only">{t("removedTitle")}</caption>
              <thead className="text-left text-[0.86rem] text-ink-faint">
                <tr className="border-line border-b">
                  <th className="px-5 py-2 font-medium">{t("step")}</th>
                  <th className="px-3 py-2 font-medium">{t("reason")}</th>
                  <th className="px-3 py-2 text-right font-medium">{t("msLevel")}</th>
                  <th className="px-5 py-2 text-right font-medium">{t("spectra")}</th>
                </tr>
              </thead>
              <tbody>
                {removed.map((row) => (
                  <tr
                    key={`${row.removed_by}-${row.removed_reason}-${row.ms_level}`}
                    className="border-line border-b last:border-0"
                  >
                    <th scope="row" className="px-5 py-2 text-left font-medium">
                      {words.name(row.removed_by)}
                    </th>
                    <td className="px-3 py-2 text-ink-soft">{words.removal(row.removed_reason)}</td>
                    <td className="figures px-3 py-2 text-right">{row.ms_level}</td>
                    <td className="figures px-5 py-2 text-right">{formatNumber(row.spectra, locale)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Card>
      )}
    </div>
  );
}
