"use client";

import { Download } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { buttonStyles } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import { translateCode } from "@/i18n/translate-code";
import { downloadAddress, type ResultId, useDownloads } from "@/lib/api/hooks/results";
import type { Summary } from "@/lib/api/schema";
import { formatBytes } from "@/lib/format/quantities";

export function DownloadsTab({ result, summary }: { result: ResultId; summary: Summary }) {
  const t = useTranslations("Downloads");
  const locale = useLocale();
  const downloads = useDownloads(result);
  if (downloads.error)
    return <ProblemNotice error={downloads.error} onRetry={() => void downloads.refetch()} />;
  if (!downloads.data) return <Skeleton className="h-60" />;
  return (
    <Card>
      <CardHeader title={t("title")} hint={t("hint", { file: summary.file.name })} />
      <ul>
        {downloads.data.map((download) => {
          const about = translateCode(t, `about_${download.name.replaceAll(".", "_")}`, "");
          return (
            <li
              key={download.name}
              className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-t px-5 py-3"
            >
              <div className="min-w-0 flex-1 basis-60">
                <p className="figures font-medium">{download.name}</p>
                {about && <p className="text-[0.9rem] text-ink-faint">{about}</p>}
              </div>
              <span className="figures text-[0.86rem] text-ink-faint">
                {formatBytes(download.size_bytes, locale)}
              </span>
              <a
                href={downloadAddress(result, download.name)}
                download={download.name}
                aria-label={t("downloadNamed", { name: download.name })}
                className={buttonStyles({ size: "sm" })}
              >
                <Download aria-hidden /> {t("download")}
              </a>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
