"use client";

import { useLocale, useTranslations } from "next-intl";
import { CardLoading } from "@/components/shell/card-loading";
import { Card, CardHeader } from "@/components/ui/card";
import { Progress } from "@/components/ui/progress";
import { useUsage } from "@/lib/api/hooks/account";
import { formatBytes, formatNumber } from "@/lib/format/quantities";

/** From here on a limit is close enough to be told apart. */
const NEARLY_FULL = 0.9;

/** What one keeps stored and has under way, beside what one may. */
export function UsageCard() {
  const t = useTranslations("Usage");
  const locale = useLocale();
  const usage = useUsage();
  return (
    <Card aria-labelledby="usage">
      <CardHeader id="usage" title={t("title")} hint={t("hint")} />
      <CardLoading query={usage} className="h-20" />
      {usage.data && (
        <div className="grid gap-4 px-5 pb-5">
          <Meter
            name={t("bytes")}
            used={usage.data.upload_bytes}
            limit={usage.data.upload_bytes_limit}
            format={(bytes) => formatBytes(bytes, locale)}
          />
          <Meter
            name={t("analyses")}
            used={usage.data.running_analyses}
            limit={usage.data.running_analyses_limit}
            format={(count) => formatNumber(count, locale)}
          />
        </div>
      )}
    </Card>
  );
}

interface MeterProps {
  name: string;
  used: number;
  /** Null: there is no limit. */
  limit: number | null;
  format: (value: number) => string;
}

function Meter({ name, used, limit, format }: MeterProps) {
  const t = useTranslations("Usage");
  const share = limit ? used / limit : null;
  return (
    <div className="grid gap-1.5">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4 text-[0.93rem]">
        <span>{name}</span>
        <span className="figures">
          {limit === null
            ? t("noLimit", { used: format(used) })
            : t("ofLimit", { used: format(used), limit: format(limit) })}
        </span>
      </p>
      {share !== null && (
        <Progress value={share} label={name} tone={share >= NEARLY_FULL ? "caution" : "brand"} />
      )}
    </div>
  );
}
