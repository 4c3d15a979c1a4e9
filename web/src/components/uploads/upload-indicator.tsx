"use client";

import { ArrowUpFromLine } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { formatPercent } from "@/lib/format/quantities";
import { useUploads } from "./uploads-provider";

/** How far all running uploads are, wherever one is in the product. */
export function UploadIndicator() {
  const t = useTranslations("Uploads");
  const locale = useLocale();
  const running = useUploads().snapshots.filter(
    (one) => one.status === "uploading" || one.status === "finishing",
  );
  if (running.length === 0) return null;
  const total = running.reduce((sum, one) => sum + one.sizeBytes, 0);
  const sent = running.reduce((sum, one) => sum + one.sentBytes, 0);
  return (
    <span className="flex items-center gap-1.5 rounded-full bg-brand-soft px-2.5 py-1 text-[0.84rem] text-brand-strong">
      <ArrowUpFromLine aria-hidden className="size-3.5" />
      <span className="hidden sm:inline">{t("running", { count: running.length })}</span>
      <span className="figures">{formatPercent(total > 0 ? (sent / total) * 100 : 0, locale, 0)}</span>
    </span>
  );
}
