"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { translateCode } from "@/i18n/translate-code";
import { ApiError } from "@/lib/api/problem";

interface ProblemNoticeProps {
  error: Error;
  /** Better titles for statuses that this place knows. */
  titles?: Record<number, string>;
  onRetry?: () => void;
  actions?: ReactNode;
}

/** What went wrong: its kind in the reader's language, and the API's own words for the particulars. */
export function ProblemNotice({ error, titles, onRetry, actions }: ProblemNoticeProps) {
  const t = useTranslations("Problem");
  const tTitle = useTranslations("ProblemTitle");
  const problem = error instanceof ApiError ? error : null;
  const known = problem && titles?.[problem.status];
  const title =
    known ??
    (problem?.unreachable
      ? t("unreachable")
      : translateCode(tTitle, problem?.kind || "unknown", problem?.problem.title ?? t("unexpected")));
  const detail =
    problem?.unreachable && !problem.problem.detail ? t("unreachableDetail") : problem?.problem.detail;
  return (
    <Notice
      tone="mismatch"
      live
      title={title}
      actions={
        onRetry ? (
          <Button size="sm" onClick={onRetry}>
            {t("retry")}
          </Button>
        ) : (
          actions
        )
      }
    >
      {known ? null : detail}
      {problem?.problem.errors && problem.problem.errors.length > 1 && (
        <ul className="mt-1 list-disc pl-5">
          {problem.problem.errors.map((one) => (
            <li key={`${one.pointer}-${one.message}`}>
              <code className="figures">{one.pointer.replace(/^#\/body\//, "")}</code> {one.message}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
