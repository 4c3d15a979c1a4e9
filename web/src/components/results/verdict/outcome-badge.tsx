"use client";

import { Blend, CircleCheck, CircleDashed, CircleHelp, Replace, SearchX } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { OUTCOME_TONE, type Outcome } from "./outcome";

const ICONS: Record<Outcome, typeof CircleCheck> = {
  confirmed: CircleCheck,
  identified: CircleCheck,
  not_confirmed: CircleHelp,
  another_protein: Replace,
  mixture: Blend,
  nothing_found: SearchX,
  not_searched: CircleDashed,
};

export function OutcomeBadge({ outcome }: { outcome: Outcome }) {
  const t = useTranslations("Verdict");
  const Icon = ICONS[outcome];
  return (
    <Badge tone={OUTCOME_TONE[outcome]}>
      <Icon aria-hidden />
      {t(`outcome_${outcome}`)}
    </Badge>
  );
}
