"use client";

import { LogOut, MonitorSmartphone } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "sonner";
import { CardLoading } from "@/components/shell/card-loading";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useEndOtherSessions, useEndSession, useSessions } from "@/lib/api/hooks/credentials";
import type { Session } from "@/lib/api/schema";
import { formatDay, formatMoment } from "@/lib/format/dates";
import { readAgent } from "@/lib/session/agent";

/** The browsers that one is signed in with; any of them can be signed out from here. */
export function SessionsCard() {
  const t = useTranslations("Sessions");
  const sessions = useSessions();
  const others = sessions.data?.filter((session) => !session.is_current) ?? [];
  return (
    <Card aria-labelledby="sessions">
      <CardHeader
        id="sessions"
        title={t("title")}
        hint={t("hint")}
        actions={others.length > 0 && <EndOthers />}
      />
      <CardLoading query={sessions} className="h-24" />
      {sessions.data && (
        <ul className="border-line border-t">
          {sessions.data.map((session) => (
            <SessionRow key={session.id} session={session} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function useAgentText() {
  const t = useTranslations("Sessions");
  return (userAgent: string) => {
    const { browser, system } = readAgent(userAgent);
    if (browser && system) return t("browserOnSystem", { browser, system });
    return browser ?? system ?? (userAgent.slice(0, 60) || t("unknownBrowser"));
  };
}

function SessionRow({ session }: { session: Session }) {
  const t = useTranslations("Sessions");
  const locale = useLocale();
  const name = useAgentText()(session.user_agent);
  const end = useEndSession();
  return (
    <li className="grid gap-2 border-line border-b px-5 py-3 last:border-b-0">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <MonitorSmartphone aria-hidden className="size-5 text-ink-faint" />
        <div className="min-w-0 flex-1 basis-52">
          <p className="flex flex-wrap items-center gap-x-2 font-medium">
            <span className="break-words" title={session.user_agent}>
              {name}
            </span>
            {session.is_current && <Badge tone="brand">{t("current")}</Badge>}
          </p>
          <p className="flex flex-wrap gap-x-3 text-[0.88rem] text-ink-faint">
            <span>{t("lastSeen", { moment: formatMoment(session.last_seen_at, locale) })}</span>
            <span className="figures">{session.ip_address}</span>
            <span>{t("expires", { day: formatDay(session.expires_at, locale) })}</span>
          </p>
        </div>
        {!session.is_current && (
          <Button
            size="sm"
            aria-label={t("endNamed", { name })}
            disabled={end.isPending}
            onClick={() => end.mutate(session.id)}
          >
            <LogOut aria-hidden /> {t("end")}
          </Button>
        )}
      </div>
      {end.error && <ProblemNotice error={end.error} />}
    </li>
  );
}

function EndOthers() {
  const t = useTranslations("Sessions");
  const [asking, setAsking] = useState(false);
  const end = useEndOtherSessions();
  return (
    <>
      <Button size="sm" onClick={() => setAsking(true)}>
        <LogOut aria-hidden /> {t("endOthers")}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t("endOthersTitle")}
        text={t("endOthersText")}
        confirm={t("endOthers")}
        error={end.error}
        pending={end.isPending}
        onConfirm={() =>
          end.mutate(undefined, {
            onSuccess: () => {
              setAsking(false);
              toast.success(t("endedOthers"));
            },
          })
        }
      />
    </>
  );
}
