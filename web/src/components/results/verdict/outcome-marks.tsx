"use client";

import { useTranslations } from "next-intl";
import type { AnalysisFileView } from "@/lib/api/schema";
import { OUTCOME_COLOUR } from "./outcome";

/** One stick a file, in the colour of its outcome: an analysis at a glance. */
export function OutcomeMarks({ files }: { files: readonly AnalysisFileView[] }) {
  const t = useTranslations("Verdict");
  const words = files.map(
    (file) => `${file.name}: ${file.verdict ? t(`outcome_${file.verdict.outcome}`) : t("pending")}`,
  );
  return (
    <span
      role="img"
      aria-label={words.join("; ")}
      title={words.join("\n")}
      className="flex h-5 items-end gap-[3px]"
    >
      {files.slice(0, 40).map((file) => (
        <span
          key={file.file_id}
          className="w-[4px] rounded-full"
          style={{
            height: file.verdict ? "100%" : "35%",
            background: file.verdict ? OUTCOME_COLOUR[file.verdict.outcome] : "var(--line-strong)",
          }}
        />
      ))}
    </span>
  );
}
