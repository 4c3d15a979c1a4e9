"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { CardLoading } from "@/components/shell/card-loading";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { type AuditFilter, useAudit } from "@/lib/api/hooks/audit";
import { ALL_SUBJECTS, PROJECT_SUBJECTS } from "@/lib/audit/actions";
import { AuditFilters } from "./audit-filters";
import { AuditRow } from "./audit-row";

/** Who did what: in a project, or one's own doings where there is none. */
export function AuditCard({ projectId }: { projectId: string | null }) {
  const t = useTranslations("Audit");
  const [filter, setFilter] = useState<AuditFilter>({});
  const audit = useAudit(projectId, filter);
  const rows = audit.data?.pages.flatMap((page) => page.items);
  const own = projectId === null;
  return (
    <Card aria-labelledby="audit">
      <CardHeader id="audit" title={t("title")} hint={t(own ? "hintOwn" : "hintProject")} />
      <AuditFilters subjects={own ? ALL_SUBJECTS : PROJECT_SUBJECTS} onChange={setFilter} />
      <CardLoading query={audit} className="h-40" />
      {rows?.length === 0 && <EmptyState title={t("emptyTitle")}>{t("emptyText")}</EmptyState>}
      {rows && rows.length > 0 && (
        <ol className="border-line border-t">
          {rows.map((event) => (
            <AuditRow key={event.id} event={event} withActor={!own} />
          ))}
        </ol>
      )}
      {audit.hasNextPage && (
        <div className="border-line border-t p-3 text-center">
          <Button variant="ghost" onClick={() => audit.fetchNextPage()} disabled={audit.isFetchingNextPage}>
            {t("more")}
          </Button>
        </div>
      )}
    </Card>
  );
}
