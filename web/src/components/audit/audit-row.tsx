"use client";

import { useLocale, useTranslations } from "next-intl";
import { Link } from "@/i18n/navigation";
import { translateCode } from "@/i18n/translate-code";
import type { AuditEvent } from "@/lib/api/schema";
import { pageOf } from "@/lib/audit/actions";
import { formatMoment } from "@/lib/format/dates";

/** One action: what, by whom, when and from where. */
export function AuditRow({ event, withActor }: { event: AuditEvent; withActor: boolean }) {
  const t = useTranslations("Audit");
  const tMembers = useTranslations("Members");
  const locale = useLocale();
  const page = pageOf(event);
  const { name, role, operation } = event.details;
  const action = translateCode(t, `action_${event.action.replace(".", "_")}`, event.action);
  return (
    <li className="grid gap-x-4 gap-y-0.5 border-line border-b px-5 py-2.5 last:border-b-0 sm:grid-cols-[minmax(0,1fr)_auto]">
      <p className="min-w-0 break-words">
        {page ? (
          <Link href={page} className="font-medium underline-offset-3 hover:underline">
            {action}
          </Link>
        ) : (
          <span className="font-medium">{action}</span>
        )}
        {typeof name === "string" && <span className="ml-2 break-all">{name}</span>}
        {typeof role === "string" && (
          <span className="ml-2 text-ink-soft">{translateCode(tMembers, `role_${role}`, role)}</span>
        )}
      </p>
      <time dateTime={event.created_at} className="text-[0.88rem] text-ink-faint sm:text-right">
        {formatMoment(event.created_at, locale)}
      </time>
      <p className="col-span-full flex flex-wrap gap-x-3 text-[0.86rem] text-ink-faint">
        {withActor && <ActorName actor={event.actor} />}
        {event.ip_address && <span className="figures">{event.ip_address}</span>}
        {typeof operation === "string" && <span className="figures">{operation}</span>}
      </p>
    </li>
  );
}

function ActorName({ actor }: { actor: AuditEvent["actor"] }) {
  const t = useTranslations("Audit");
  if (actor === null) return <span>{t("byItself")}</span>;
  if (actor.name === null) return <span>{t("accountGone")}</span>;
  return <span title={actor.email ?? undefined}>{actor.name}</span>;
}
