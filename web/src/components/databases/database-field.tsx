"use client";

import { Upload, X } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useId, useState } from "react";
import { toast } from "sonner";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Field, NativeSelect } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Progress } from "@/components/ui/progress";
import { useUploads } from "@/components/uploads/uploads-provider";
import { translateCode } from "@/i18n/translate-code";
import { useDatabases, useDeleteDatabase } from "@/lib/api/hooks/databases";
import type { Database } from "@/lib/api/schema";
import { formatNumber } from "@/lib/format/quantities";
import { databaseUploadKey } from "@/lib/upload/api-protocol";
import { filesFromInput } from "@/lib/upload/picked";

interface DatabaseFieldProps {
  projectId: string;
  value: string | null;
  onChange: (databaseId: string | null) => void;
}

/** Chooses the protein database, or brings a new one. */
export function DatabaseField({ projectId, value, onChange }: DatabaseFieldProps) {
  const t = useTranslations("Databases");
  const locale = useLocale();
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

  const about = ({ project_id, name, description }: Database) =>
    project_id === null
      ? translateCode(t, `about_${name.replaceAll(".", "_")}`, description)
      : description || t("hint");

  return (
    <div className="grid gap-2">
      <Field label={t("label")} hint={chosen ? about(chosen) : t("hint")}>
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

function ArrivingDatabase({ projectId, database }: { projectId: string; database: Database }) {
  const t = useTranslations("Databases");
  const tUploads = useTranslations("Uploads");
  const uploads = useUploads();
  const key = databaseUploadKey(database.id);
  const upload = uploads.snapshots.find((one) => one.fileId === key);
  const remove = useDeleteDatabase(projectId);
  const giveUp = () => {
    if (upload && database.status === "uploading")
      uploads.cancel(key).catch((cause: Error) => toast.error(cause.message));
    else remove.mutate(database.id);
  };
  const removeButton = (
    <Button
      variant="ghost"
      size="icon"
      aria-label={t("remove", { name: database.name })}
      disabled={remove.isPending}
      onClick={giveUp}
    >
      <X aria-hidden />
    </Button>
  );
  if (database.status === "rejected") {
    return (
      <Notice tone="mismatch" title={t("rejected", { name: database.name })} actions={removeButton}>
        {database.problem}
      </Notice>
    );
  }
  if (upload?.status === "failed") {
    return (
      <Notice tone="mismatch" title={database.name} actions={removeButton}>
        {tUploads("failed", { message: upload.error?.message ?? "" })}
      </Notice>
    );
  }
  const share =
    upload && upload.status === "uploading" ? upload.sentBytes / Math.max(1, upload.sizeBytes) : null;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-2 text-[0.86rem] text-ink-soft">
      <span className="truncate">{t("arriving", { name: database.name })}</span>
      {removeButton}
      <Progress value={share} label={t("arriving", { name: database.name })} className="col-span-full" />
    </div>
  );
}

function DatabaseUpload({
  projectId,
  onStarted,
}: {
  projectId: string;
  onStarted: (databaseId: string) => void;
}) {
  const t = useTranslations("Databases");
  const uploads = useUploads();
  const id = useId();
  const [error, setError] = useState<Error | null>(null);
  return (
    <>
      <label
        htmlFor={id}
        className="inline-flex w-fit cursor-pointer items-center gap-1.5 rounded-control text-[0.9rem] text-brand underline-offset-3 hover:underline has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2"
      >
        <Upload aria-hidden className="size-3.5" /> {t("upload")}
        <input
          id={id}
          type="file"
          accept=".fasta,.fa,.faa,.fas,.gz"
          className="sr-only"
          onChange={(event) => {
            const [picked] = filesFromInput(event.target.files);
            event.target.value = "";
            setError(null);
            if (picked) void uploads.startDatabase(projectId, picked).then(onStarted).catch(setError);
          }}
        />
      </label>
      {error && <ProblemNotice error={error} />}
    </>
  );
}
