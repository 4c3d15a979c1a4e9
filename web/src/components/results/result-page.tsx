"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useMemo } from "react";
import { KeptUntil } from "@/components/files/kept-until";
import { Breadcrumb } from "@/components/shell/breadcrumb";
import { PageProblem } from "@/components/shell/page-problem";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { useAnalysis } from "@/lib/api/hooks/analyses";
import { type ResultId, useSummary } from "@/lib/api/hooks/results";
import { useSample } from "@/lib/api/hooks/samples";
import type { AnalysisView, Summary } from "@/lib/api/schema";
import { FixedModificationsProvider, fixedModificationNames } from "@/lib/proforma/fixed-modifications";
import { ChromatogramTab } from "./chromatogram/chromatogram-tab";
import { CoverageTab } from "./coverage/coverage-tab";
import { DownloadsTab } from "./downloads/downloads-tab";
import { FilterReportTab } from "./filter-report/filter-report-tab";
import { OverviewTab } from "./overview/overview-tab";
import { PeptidesTab } from "./peptides/peptides-tab";
import { ProteinsTab } from "./proteins/proteins-tab";
import { PsmsTab } from "./psms/psms-tab";
import { type ResultTab, TABS, useResultView } from "./use-result-view";
import { OutcomeBadge } from "./verdict/outcome-badge";
import { useVerdictText } from "./verdict/use-verdict-text";

export function ResultPage(result: ResultId) {
  const summary = useSummary(result);
  const analysis = useAnalysis(result.analysisId);
  if (summary.error) return <PageProblem error={summary.error} onRetry={() => void summary.refetch()} />;
  if (!summary.data) return <Skeleton className="h-96" />;
  return (
    <>
      {analysis.data && <ResultBreadcrumb analysis={analysis.data} />}
      <LoadedResult
        result={result}
        summary={summary.data}
        lifetime={analysis.data && <ResultLifetime analysis={analysis.data} fileId={result.fileId} />}
      />
    </>
  );
}

/** How long the result and its raw file are kept; a result outlives its file. */
function ResultLifetime({ analysis, fileId }: { analysis: AnalysisView; fileId: string }) {
  const t = useTranslations("Result");
  const file = analysis.files.find((one) => one.file_id === fileId);
  if (!file) return null;
  return (
    <>
      <p className="mt-2 flex flex-wrap gap-x-3 text-[0.88rem] text-ink-faint">
        <KeptUntil what="results" at={analysis.expires_at} />
        {file.raw_expires_at && <KeptUntil what="rawFile" at={file.raw_expires_at} />}
      </p>
      {file.raw_expires_at === null && (
        <Notice tone="info" title={t("rawFileGoneTitle")} className="mt-3 max-w-4xl">
          {t("rawFileGoneText")}
        </Notice>
      )}
    </>
  );
}

function ResultBreadcrumb({ analysis }: { analysis: Pick<AnalysisView, "id" | "sample_id"> }) {
  const t = useTranslations("Result");
  const sample = useSample(analysis.sample_id);
  return (
    <Breadcrumb
      crumbs={[
        {
          href: sample.data ? `/samples?project=${sample.data.project_id}` : "/samples",
          label: t("samples"),
        },
        { href: `/samples/${analysis.sample_id}`, label: sample.data?.name },
        { href: `/analyses/${analysis.id}`, label: t("analysis") },
      ]}
    />
  );
}

interface LoadedResultProps {
  result: ResultId;
  summary: Summary;
  lifetime: ReactNode;
}

function LoadedResult({ result, summary, lifetime }: LoadedResultProps) {
  const t = useTranslations("Result");
  const words = useVerdictText();
  const [view, setView] = useResultView();
  const { verdict } = summary;
  useEffect(() => {
    if (view.tab)
      document.querySelector('[role="tab"][data-state="active"]')?.scrollIntoView({ block: "nearest" });
  }, [view.tab]);
  const fixed = useMemo(() => fixedModificationNames(summary.parameters.fixed_modifications), [summary]);
  return (
    <FixedModificationsProvider value={fixed}>
      <div className="mt-3 mb-5">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="figures break-all text-ink-soft">{summary.file.name}</span>
          <OutcomeBadge outcome={verdict.outcome} />
        </div>
        <h1 className="mt-1 max-w-4xl font-serif text-[2rem] leading-[1.15] tracking-[-0.015em]">
          {words.sentence(verdict)}
        </h1>
        {lifetime}
      </div>
      <Tabs value={view.tab} onValueChange={(tab) => setView({ tab: tab as ResultTab })}>
        <TabsList aria-label={t("tabs")}>
          {TABS.map((tab) => (
            <TabsTrigger key={tab} value={tab}>
              {t(`tab_${tab}`)}
            </TabsTrigger>
          ))}
        </TabsList>
        <TabsContent value="overview">
          <OverviewTab summary={summary} />
        </TabsContent>
        <TabsContent value="proteins">
          <ProteinsTab result={result} setView={setView} />
        </TabsContent>
        <TabsContent value="coverage">
          <CoverageTab result={result} view={view} setView={setView} />
        </TabsContent>
        <TabsContent value="peptides">
          <PeptidesTab result={result} view={view} setView={setView} />
        </TabsContent>
        <TabsContent value="psms">
          <PsmsTab result={result} view={view} setView={setView} tolerance={summary.tolerances.fragment} />
        </TabsContent>
        <TabsContent value="filter">
          <FilterReportTab result={result} />
        </TabsContent>
        <TabsContent value="chromatogram">
          <ChromatogramTab result={result} setView={setView} />
        </TabsContent>
        <TabsContent value="downloads">
          <DownloadsTab result={result} summary={summary} />
        </TabsContent>
      </Tabs>
    </FixedModificationsProvider>
  );
}
