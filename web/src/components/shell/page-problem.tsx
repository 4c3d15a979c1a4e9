"use client";

import { useTranslations } from "next-intl";
import { buttonStyles } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/i18n/navigation";
import { ApiError } from "@/lib/api/problem";
import { ProblemNotice } from "./problem-notice";

/** A whole page that could not be shown: there is no such thing, or loading it failed. */
export function PageProblem({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const t = useTranslations("Problem");
  if (!(error instanceof ApiError && error.status === 404))
    return <ProblemNotice error={error} onRetry={onRetry} />;
  return (
    <EmptyState
      title={t("notFoundTitle")}
      action={
        <Link href="/samples" className={buttonStyles({ variant: "primary" })}>
          {t("toSamples")}
        </Link>
      }
    >
      {t("notFoundText")}
    </EmptyState>
  );
}
