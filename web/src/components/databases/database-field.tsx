"use client";

import { useLocale, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Field, NativeSelect } from "@/components/ui/field";
import { useDatabases } from "@/lib/api/hooks/databases";
import type { Database } from "@/lib/api/schema";
import { formatNumber } from "@/lib/format/quantities";
import { ArrivingDatabase } from "./arriving-database";
import { DatabaseUpload } from "./database-upload";
import { useDatabaseAbout } from "./use-database-about";

interface DatabaseFieldProps {
  projectId: string;
  value: string | null;
  onChange: (databaseId: string | null) => void;
}

/** Chooses the protein database, or brings a new one. */
export function DatabaseField({ projectId, value, onChange }: DatabaseFieldProps) {
  const t = useTranslations("Databases");
  const locale = useLocale();
  const about = useDatabaseAbout();
  const databases = useDatabases(projectId);
  const ready = databases.data?.filter((one) => one.status === "ready") ?? [];
  const arriving = databases.data?.filter((one) => one.status !== "ready") ?? [];
  const first = largestOf(ready)?.id;
  const chosen = ready.find((one) => one.id === value);

  const [awaited, setAwaited] = useState<string | null>(null);
  const hasArrived = ready.some((one) => one.id === awaited);

  useEffect(() => {
    if (value === null && first) onChange(first);
  }, [value, first, onChange]);

  // Who brings a database means to search it.
  useEffect(() => {
    if (!hasArrived) return;
    onChange(awaited);
    setAwaited(null);
  }, [hasArrived, awaited, onChange]);

  const text = (database: Database) =>
    database.proteins === null
      ? database.name
      : t("option", { name: database.name, proteins: formatNumber(database.proteins, locale) });

  return (
    <div className="grid gap-2">
      <Field label={t("label")} hint={(chosen && about(chosen)) || t("hint")}>
        {(control) => (
          <NativeSelect
            {...control}
            value={value ?? ""}
            disabled={ready.length === 0}
            onChange={(event) => onChange(event.target.value)}
          >
            {ready.length === 0 && <option value="">{databases.isPending ? "…" : t("none")}</option>}
            {ready.map((database) => (
              <option key={database.id} value={database.id}>
                {text(database)}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      {databases.error && <ProblemNotice error={databases.error} onRetry={() => void databases.refetch()} />}
      {arriving.map((database) => (
        <ArrivingDatabase key={database.id} projectId={projectId} database={database} />
      ))}
      <DatabaseUpload projectId={projectId} onStarted={setAwaited} />
    </div>
  );
}

/** A search needs somewhere for false hits to go: the largest database is the best guess. */
function largestOf(databases: readonly Database[]): Database | undefined {
  return [...databases].sort((a, b) => (b.proteins ?? 0) - (a.proteins ?? 0))[0];
}
