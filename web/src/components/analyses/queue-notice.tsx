"use client";

import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import type { AnalysisView } from "@/lib/api/schema";

/** Where an analysis stands in the queue, and how the queue goes on. */
export function QueueNotice({ analysis }: { analysis: AnalysisView }) {
  const t = useTranslations("Queue");
  const position = analysis.queue_position;
  if (position === null) return null;
  const waiting = analysis.files.filter((file) => file.state === "queued").length;
  return (
    <Notice tone="info" title={t("position", { count: position })} className="mb-5">
      {t("waiting", { count: waiting })} {t("turns")}
    </Notice>
  );
}
