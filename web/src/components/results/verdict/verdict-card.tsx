"use client";

import { ArrowRight, RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { AnalysisStateBadge } from "@/components/analyses/analysis-state-badge";
import { FileRunProgress } from "@/components/analyses/file-run-progress";
import { KeptUntil } from "@/components/files/kept-until";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { useRejectionText } from "@/components/shell/use-problem-text";
import { Button, buttonStyles } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { Scientific } from "@/components/ui/scientific";
import { Link } from "@/i18n/navigation";
import { useRetryFile } from "@/lib/api/hooks/analyses";
import type { AnalysisFileView, AnalysisView, Verdict } from "@/lib/api/schema";
import { displayName } from "@/lib/format/protein-name";
import { Evidence } from "./evidence";
import { OutcomeBadge } from "./outcome-badge";
import { useVerdictText } from "./use-verdict-text";

interface VerdictCardProps {
  analysis: Pick<AnalysisView, "id" | "sample_id">;
  file: AnalysisFileView;
  mayEdit: boolean;
}

/** One file of an analysis: its way through the engine, and then what it holds and why. */
export function VerdictCard({ analysis, file, mayEdit }: VerdictCardProps) {
  const t = useTranslations("Verdict");
  const headingId = `file-${file.file_id}`;
  return (
    <Card aria-labelledby={headingId} className="flex flex-col">
      <div className="flex items-center justify-between gap-3 px-5 pt-4">
        <h2 id={headingId} className="figures min-w-0 truncate text-ink-soft">
          {file.name}
        </h2>
        {file.verdict ? (
          <OutcomeBadge outcome={file.verdict.outcome} />
        ) : (
          <AnalysisStateBadge state={file.state} />
        )}
      </div>
      {file.verdict ? (
        <VerdictBody verdict={file.verdict} />
      ) : (
        <div className="px-5 pt-3 pb-5">
          {file.state === "failed" ? (
            <FailedFile analysis={analysis} file={file} mayEdit={mayEdit} />
          ) : (
            <FileRunProgress file={file} />
          )}
        </div>
      )}
      {file.state === "succeeded" && (
        <footer className="mt-auto flex items-center justify-between gap-3 border-line border-t px-5 py-2.5">
          <span className="text-[0.84rem] text-ink-faint">
            {file.raw_expires_at === null ? (
              t("rawFileGone")
            ) : (
              <KeptUntil what="rawFile" at={file.raw_expires_at} />
            )}
          </span>
          <Link
            href={`/analyses/${analysis.id}/files/${file.file_id}`}
            aria-label={t("openNamed", { name: file.name })}
            className={buttonStyles({ variant: "ghost", size: "sm", className: "-mr-2 text-brand" })}
          >
            {t("open")} <ArrowRight aria-hidden />
          </Link>
        </footer>
      )}
    </Card>
  );
}

function VerdictBody({ verdict }: { verdict: Verdict }) {
  const t = useTranslations("Verdict");
  const words = useVerdictText();
  const { protein, best_competitor: competitor } = verdict;
  // Where the file holds something else, that is what the card is about; the expected protein is the other one.
  const replaced = verdict.outcome === "another_protein" && competitor !== null;
  const subject = replaced ? competitor : protein;
  const other = replaced ? protein : competitor;
  return (
    <div className="grid gap-4 px-5 pt-2 pb-5">
      <div>
        <p className="font-serif text-[1.5rem] leading-[1.2] tracking-[-0.01em]">{words.sentence(verdict)}</p>
        {subject && <p className="figures mt-1 text-[0.86rem] text-ink-faint">{subject.accession}</p>}
      </div>
      {subject && <Evidence protein={subject} />}
      {verdict.reasons.length > 0 && (
        <ul className="grid gap-1.5 text-[0.92rem] text-ink-soft">
          {verdict.reasons.map((reason) => (
            <li
              key={reason.text}
              className="relative pl-4 before:absolute before:top-[0.65em] before:left-0 before:h-px before:w-2.5 before:bg-line-strong"
            >
              {words.reason(reason)}
            </li>
          ))}
        </ul>
      )}
      {other && (
        <p className="rounded-control bg-sunken px-3 py-2 text-[0.9rem] text-ink-soft">
          {t(replaced ? "expected" : "competitor")}:{" "}
          <span className="font-medium text-ink">{displayName(other)}</span>{" "}
          <span className="figures text-[0.84rem]">{other.accession}</span>, E{" "}
          <Scientific value={other.e_value} relation />
        </p>
      )}
    </div>
  );
}

function FailedFile({ analysis, file, mayEdit }: VerdictCardProps) {
  const t = useTranslations("Verdict");
  const retry = useRetryFile(analysis);
  const rejection = useRejectionText();
  return (
    <div className="grid gap-2">
      <Notice
        tone="mismatch"
        title={t("failedTitle")}
        actions={
          mayEdit &&
          file.raw_expires_at !== null && (
            <Button size="sm" onClick={() => retry.mutate(file.file_id)} disabled={retry.isPending}>
              <RotateCw aria-hidden /> {t("retry")}
            </Button>
          )
        }
      >
        {file.error && rejection(file.error.message)}
      </Notice>
      {file.raw_expires_at === null && <p className="text-[0.9rem] text-ink-soft">{t("rawFileGoneRetry")}</p>}
      {retry.error && <ProblemNotice error={retry.error} />}
    </div>
  );
}
