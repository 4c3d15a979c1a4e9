"use client";

import { Square, Trash2 } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { KeptUntil } from "@/components/files/kept-until";
import { VerdictCard } from "@/components/results/verdict/verdict-card";
import { Breadcrumb } from "@/components/shell/breadcrumb";
import { PageProblem } from "@/components/shell/page-problem";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { useRouter } from "@/i18n/navigation";
import { translateCode } from "@/i18n/translate-code";
import { useAnalysis, useCancelAnalysis, useDeleteAnalysis } from "@/lib/api/hooks/analyses";
import { useSample } from "@/lib/api/hooks/samples";
import type { AnalysisView } from "@/lib/api/schema";
import { formatMoment } from "@/lib/format/dates";
import { AnalysisStateBadge } from "./analysis-state-badge";
import { QueueNotice } from "./queue-notice";

/** One run over a sample: a card for each file. */
export function AnalysisPage({ analysisId }: { analysisId: string }) {
  const analysis = useAnalysis(analysisId);
  if (analysis.error) return <PageProblem error={analysis.error} onRetry={() => void analysis.refetch()} />;
  if (!analysis.data) return <Skeleton className="h-96" />;
  return <LoadedAnalysis analysis={analysis.data} />;
}

function LoadedAnalysis({ analysis }: { analysis: AnalysisView }) {
  const t = useTranslations("Analysis");
  const tPreset = useTranslations("Preset");
  const locale = useLocale();
  const sample = useSample(analysis.sample_id);
  const cancel = useCancelAnalysis(analysis);
  const mayEdit = sample.data !== undefined && sample.data.role !== "viewer";
  const moving = analysis.state === "queued" || analysis.state === "running";
  const finished = analysis.files.filter(
    (file) => file.state !== "queued" && file.state !== "running",
  ).length;
  return (
    <>
      <Breadcrumb
        crumbs={[
          {
            href: sample.data ? `/samples?project=${sample.data.project_id}` : "/samples",
            label: t("samples"),
          },
          { href: `/samples/${analysis.sample_id}`, label: sample.data?.name },
        ]}
      />
      <div className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div>
          <h1 className="font-serif text-[2.1rem] leading-tight tracking-[-0.015em]">{t("title")}</h1>
          <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-[0.93rem] text-ink-soft">
            <AnalysisStateBadge state={analysis.state} />
            <time dateTime={analysis.created_at}>{formatMoment(analysis.created_at, locale, "long")}</time>
            <span>{translateCode(tPreset, `${analysis.preset}.name`, analysis.preset)}</span>
            <span>{analysis.database.name}</span>
            <span className="figures">massa {analysis.engine_version}</span>
            {!moving && <KeptUntil what="results" at={analysis.expires_at} />}
          </p>
        </div>
        {!moving && mayEdit && <DeleteAnalysis analysis={analysis} />}
        {moving && mayEdit && (
          <Button variant="danger" onClick={() => cancel.mutate()} disabled={cancel.isPending}>
            <Square aria-hidden /> {t("cancel")}
          </Button>
        )}
      </div>
      {cancel.error && <ProblemNotice error={cancel.error} />}
      {moving && <QueueNotice analysis={analysis} />}
      <p aria-live="polite" className="sr-only">
        {t("finishedOf", { finished, total: analysis.files.length })}
      </p>
      <div className="grid gap-5 lg:grid-cols-2 xl:grid-cols-3">
        {analysis.files.map((file) => (
          <VerdictCard key={file.file_id} analysis={analysis} file={file} mayEdit={mayEdit} />
        ))}
      </div>
    </>
  );
}

function DeleteAnalysis({ analysis }: { analysis: AnalysisView }) {
  const t = useTranslations("Analysis");
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const remove = useDeleteAnalysis(analysis);
  return (
    <>
      <Button onClick={() => setAsking(true)}>
        <Trash2 aria-hidden /> {t("delete")}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t("deleteTitle")}
        text={t("deleteText")}
        confirm={t("delete")}
        error={remove.error}
        pending={remove.isPending}
        onConfirm={() =>
          remove.mutate(undefined, { onSuccess: () => router.push(`/samples/${analysis.sample_id}`) })
        }
      />
    </>
  );
}
