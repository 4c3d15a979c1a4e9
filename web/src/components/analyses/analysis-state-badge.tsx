"use client";

import { CircleCheck, CircleDashed, CircleSlash, CircleX, LoaderCircle, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import type { AnalysisState } from "@/lib/api/schema";

const LOOKS: Record<AnalysisState, { tone: Tone; Icon: typeof CircleCheck; spin?: boolean }> = {
  queued: { tone: "neutral", Icon: CircleDashed },
  running: { tone: "info", Icon: LoaderCircle, spin: true },
  succeeded: { tone: "confirmed", Icon: CircleCheck },
  partially_succeeded: { tone: "caution", Icon: TriangleAlert },
  failed: { tone: "mismatch", Icon: CircleX },
  cancelled: { tone: "neutral", Icon: CircleSlash },
};

/** Where an analysis, or one of its files, is. */
export function AnalysisStateBadge({ state }: { state: AnalysisState }) {
  const t = useTranslations("AnalysisState");
  const { tone, Icon, spin } = LOOKS[state];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden className={spin ? "animate-spin" : undefined} />
      {t(state)}
    </Badge>
  );
}
