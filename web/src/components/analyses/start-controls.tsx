"use client";

import { Clock, Play } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useUploads } from "@/components/uploads/uploads-provider";
import type { SampleFile } from "@/lib/api/schema";
import { haltedUploads, progressOfFiles } from "@/lib/files/progress";

interface StartControlsProps {
  files: readonly SampleFile[];
  /** Something else of the form is missing, or a request is on its way. */
  disabled: boolean;
  planned: boolean;
  /** Start with these files; all of them when none are named. */
  onStart: (fileIds: string[] | null) => void;
  onPlan: () => void;
  onDrop: () => void;
}

/** Starts the analysis; while files are on their way, later with all of them or now with those that are ready. */
export function StartControls({ files, disabled, planned, onStart, onPlan, onDrop }: StartControlsProps) {
  const t = useTranslations("AnalysisForm");
  const { ready, onTheWay } = progressOfFiles(files);
  const halted = haltedUploads(files, useUploads().snapshots);
  if (planned) {
    return (
      <Notice tone="info" live title={t("plannedTitle")}>
        <p>{t("plannedText", { count: onTheWay })}</p>
        {halted > 0 && <p className="mt-1 text-caution">{t("halted", { count: halted })}</p>}
        <Button size="sm" className="mt-2" onClick={onDrop}>
          {t("doNotStart")}
        </Button>
      </Notice>
    );
  }
  if (onTheWay === 0) {
    return (
      <>
        <Button
          variant="primary"
          size="lg"
          disabled={disabled || ready.length === 0}
          onClick={() => onStart(null)}
        >
          <Play aria-hidden /> {t("analyse", { count: ready.length })}
        </Button>
        <p className="text-[0.88rem] text-ink-faint">{ready.length === 0 ? t("noneReady") : t("allReady")}</p>
      </>
    );
  }
  return (
    <>
      <p className="text-[0.9rem] text-ink-soft">
        {t("someOnTheWay", { count: onTheWay })}{" "}
        {halted > 0 && <span className="text-caution">{t("halted", { count: halted })}</span>}
      </p>
      <Button variant="primary" size="lg" disabled={disabled} onClick={onPlan}>
        <Clock aria-hidden /> {t("startLater")}
      </Button>
      {ready.length > 0 && (
        <Button disabled={disabled} onClick={() => onStart(ready)}>
          <Play aria-hidden /> {t("startNow", { count: ready.length })}
        </Button>
      )}
    </>
  );
}
