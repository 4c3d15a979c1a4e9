"use client";

import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Card, CardHeader } from "@/components/ui/card";
import type { Role } from "@/lib/api/schema";

export const ROLES = ["owner", "editor", "viewer"] as const satisfies readonly Role[];

/** What each role may do. */
export function RolesCard({ own }: { own: Role }) {
  const t = useTranslations("Members");
  return (
    <Card>
      <CardHeader title={t("rolesTitle")} />
      <dl className="grid gap-3 px-5 pb-5 text-[0.93rem]">
        {ROLES.map((role) => (
          <div key={role}>
            <dt className="flex items-center gap-2 font-medium">
              {t(`role_${role}`)}
              {role === own && <Badge tone="brand">{t("you")}</Badge>}
            </dt>
            <dd className="text-ink-soft">{t(`role_${role}_may`)}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
