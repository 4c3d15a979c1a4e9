"use client";

import { useTranslations } from "next-intl";
import { AnalysesList } from "@/components/analyses/analyses-list";
import { AnalysisForm } from "@/components/analyses/analysis-form";
import { FilesCard } from "@/components/files/files-card";
import { Breadcrumb } from "@/components/shell/breadcrumb";
import { PageProblem } from "@/components/shell/page-problem";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Skeleton } from "@/components/ui/skeleton";
import { useFiles } from "@/lib/api/hooks/files";
import { useSample } from "@/lib/api/hooks/samples";
import { SampleActions } from "./sample-actions";

/** A sample: its files on the left, what to do with them on the right, what was done below. */
export function SamplePage({ sampleId }: { sampleId: string }) {
  const t = useTranslations("Sample");
  const sample = useSample(sampleId);
  const files = useFiles(sampleId);
  if (sample.error) return <PageProblem error={sample.error} onRetry={() => void sample.refetch()} />;
  if (!sample.data) return <Skeleton className="h-96" />;
  const mayEdit = sample.data.role !== "viewer";
  return (
    <>
      <Breadcrumb crumbs={[{ href: `/samples?project=${sample.data.project_id}`, label: t("samples") }]} />
      <div className="mb-6 flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h1 className="break-words font-serif text-[2.1rem] leading-tight tracking-[-0.015em]">
            {sample.data.name}
          </h1>
          {sample.data.description && (
            <p className="mt-1 max-w-prose whitespace-pre-line text-ink-soft">{sample.data.description}</p>
          )}
        </div>
        {mayEdit && <SampleActions sample={sample.data} />}
      </div>
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_23rem]">
        <div className="grid gap-5">
          {files.error && <ProblemNotice error={files.error} onRetry={() => void files.refetch()} />}
          {(files.data || !files.error) && (
            <FilesCard sampleId={sampleId} files={files.data} mayEdit={mayEdit} />
          )}
          <AnalysesList sampleId={sampleId} />
        </div>
        {mayEdit && <AnalysisForm sample={sample.data} files={files.data ?? []} />}
      </div>
    </>
  );
}
