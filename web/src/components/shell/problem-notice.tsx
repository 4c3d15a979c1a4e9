"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { ApiError } from "@/lib/api/problem";
import { useProblemText } from "./use-problem-text";

interface ProblemNoticeProps {
  error: Error;
  /** Better titles for statuses that this place knows. */
  titles?: Record<number, string>;
  onRetry?: () => void;
  actions?: ReactNode;
}

/** What went wrong, and where it helps, a way to try again. */
export function ProblemNotice({ error, titles, onRetry, actions }: ProblemNoticeProps) {
  const t = useTranslations("Problem");
  const problem = error instanceof ApiError ? error : null;
  const known = problem && titles?.[problem.status];
  const { title, detail } = useProblemText()(error);
  const faults = problem?.problem.errors ?? [];
  return (
    <Notice
      tone="mismatch"
      live
      title={known ?? title}
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
      {faults.length > 1 && (
        <ul className="mt-1 list-disc pl-5">
          {faults.map((one) => (
            <li key={`${one.pointer}-${one.message}`}>
              <code className="figures">{one.pointer.replace(/^#\/body\//, "")}</code> {one.message}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
