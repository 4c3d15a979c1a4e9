"use client";

import { useLocale, useTranslations } from "next-intl";
import { cn } from "@/lib/cn";
import { daysUntil, formatDay } from "@/lib/format/dates";

/** From here on people should notice. */
const SOON_DAYS = 30;

interface KeptUntilProps {
  /** What is kept. */
  what: "file" | "rawFile" | "results";
  /** Until when. */
  at: string;
}

/** When something will be deleted because its time is over. */
export function KeptUntil({ what, at }: KeptUntilProps) {
  const t = useTranslations("Kept");
  const locale = useLocale();
  const days = daysUntil(at);
  const soon = days < SOON_DAYS;
  return (
    <span className={cn(soon && "text-caution")}>
      <time dateTime={at}>{t(what, { day: formatDay(at, locale) })}</time>
      {soon && ` ${t("soon", { days: Math.max(0, days) })}`}
    </span>
  );
}
