"use client";

import { useTranslations } from "next-intl";
import { Progress } from "@/components/ui/progress";
import { translateCode } from "@/i18n/translate-code";
import type { AnalysisFileView } from "@/lib/api/schema";
import { cn } from "@/lib/cn";

const STAGES = ["fetch", "read", "search", "validate", "write", "publish"];

/** Where a file is on its way through the engine: stages as the ticks of a scale, and how far the current one is. */
export function FileRunProgress({ file }: { file: AnalysisFileView }) {
  const t = useTranslations("Stage");
  const current = file.stage ? STAGES.indexOf(file.stage) : -1;
  const { done, total } = file.progress;
  const share = file.state === "queued" ? 0 : total > 0 ? done / total : null;
  const name =
    file.stage === null
      ? t(file.state === "queued" ? "queued" : "starting")
      : translateCode(t, file.stage, file.stage);
  if (file.state === "cancelled") return <p className="text-ink-faint">{t("cancelled")}</p>;
  return (
    <div className="grid gap-2.5">
      <p className="font-serif text-[1.3rem] text-ink-soft" aria-live="polite">
        {name}
      </p>
      <Progress value={share} label={t("progressOf", { name: file.name, stage: name })} />
      <ol aria-hidden className="flex justify-between text-[0.78rem] text-ink-faint">
        {STAGES.slice(1, -1).map((stage, index) => (
          <li key={stage} className={cn("flex items-center gap-1", index + 1 <= current && "text-brand")}>
            <span
              className={cn("size-1.5 rounded-full", index + 1 <= current ? "bg-brand" : "bg-line-strong")}
            />
            {translateCode(t, stage, stage)}
          </li>
        ))}
      </ol>
    </div>
  );
}
