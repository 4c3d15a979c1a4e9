"use client";

import { useLocale, useTranslations } from "next-intl";
import { translateCode } from "@/i18n/translate-code";
import { ApiError } from "@/lib/api/problem";
import { ptBR } from "@/lib/rejections/pt-br";
import { type Catalogue, translateRejection } from "@/lib/rejections/translate";

const CATALOGUES: Record<string, Catalogue | undefined> = { "pt-BR": ptBR };

/** What the engine or the server said of a file or a parameter, in the reader's language. */
export function useRejectionText(): (text: string) => string {
  const catalogue = CATALOGUES[useLocale()];
  return (text) => (catalogue ? translateRejection(text, catalogue) : text);
}

interface ProblemText {
  title: string;
  detail: string;
}

/**
 * What went wrong, in the reader's language: by the kind of the problem, and in the API's own words where only these
 * have the particulars.
 */
export function useProblemText(): (error: Error) => ProblemText {
  const t = useTranslations("Problem");
  const tTitle = useTranslations("ProblemTitle");
  const tDetail = useTranslations("ProblemDetail");
  const rejection = useRejectionText();
  return (error) => {
    const problem = apiErrorIn(error);
    if (!problem) return { title: t("unexpected"), detail: rejection(error.message) };
    if (!problem.kind && problem.unreachable)
      return { title: t("unreachable"), detail: t("unreachableDetail") };
    const { title, detail } = problem.problem;
    return {
      title: translateCode(tTitle, problem.kind, title ?? t("unexpected")),
      detail: translateCode(tDetail, problem.kind, rejection(detail ?? ""), {
        seconds: problem.retryAfterS ?? 0,
      }),
    };
  };
}

/** The API's refusal, also where it stands behind another error. */
function apiErrorIn(error: unknown): ApiError | null {
  if (error instanceof ApiError) return error;
  return error instanceof Error && error.cause ? apiErrorIn(error.cause) : null;
}
