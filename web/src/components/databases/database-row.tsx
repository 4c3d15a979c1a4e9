"use client";

import { Trash2 } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Tooltip } from "@/components/ui/tooltip";
import { useDeleteDatabase } from "@/lib/api/hooks/databases";
import type { Database } from "@/lib/api/schema";
import { formatDay } from "@/lib/format/dates";
import { formatBytes, formatNumber } from "@/lib/format/quantities";
import { useDatabaseAbout } from "./use-database-about";

interface DatabaseRowProps {
  projectId: string;
  database: Database;
  mayEdit: boolean;
}

/** A database that can be searched. */
export function DatabaseRow({ projectId, database, mayEdit }: DatabaseRowProps) {
  const t = useTranslations("Databases");
  const locale = useLocale();
  const about = useDatabaseAbout()(database);
  const builtIn = database.project_id === null;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-b px-5 py-3 last:border-b-0">
      <div className="min-w-0 flex-1 basis-52">
        <p className="flex flex-wrap items-center gap-x-2 font-medium">
          <span className="break-all">{database.name}</span>
          {builtIn && <Badge>{t("builtIn")}</Badge>}
        </p>
        {about && <p className="text-[0.9rem] text-ink-soft">{about}</p>}
        <p className="flex flex-wrap gap-x-3 text-[0.86rem] text-ink-faint">
          {database.proteins !== null && (
            <span>
              {t("proteins", { count: database.proteins, text: formatNumber(database.proteins, locale) })}
            </span>
          )}
          <span className="figures">{formatBytes(database.size_bytes, locale)}</span>
          {!builtIn && <span>{t("addedOn", { day: formatDay(database.created_at, locale) })}</span>}
          {database.sha256 && (
            <span className="figures" title={database.sha256}>
              SHA-256 {database.sha256.slice(0, 12)}…
            </span>
          )}
        </p>
      </div>
      {mayEdit && !builtIn && <DeleteButton projectId={projectId} database={database} />}
    </li>
  );
}

function DeleteButton({ projectId, database }: Omit<DatabaseRowProps, "mayEdit">) {
  const t = useTranslations("Databases");
  const [asking, setAsking] = useState(false);
  const remove = useDeleteDatabase(projectId);
  return (
    <>
      <Tooltip content={t("delete")}>
        <Button
          variant="ghost"
          size="icon"
          aria-label={t("deleteNamed", { name: database.name })}
          onClick={() => setAsking(true)}
        >
          <Trash2 aria-hidden />
        </Button>
      </Tooltip>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t("deleteTitle", { name: database.name })}
        text={t("deleteText")}
        confirm={t("delete")}
        error={remove.error}
        pending={remove.isPending}
        onConfirm={() => remove.mutate(database.id)}
      />
    </>
  );
}
