"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { toast } from "sonner";
import { useProblemText, useRejectionText } from "@/components/shell/use-problem-text";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Progress } from "@/components/ui/progress";
import { useUploads } from "@/components/uploads/uploads-provider";
import { useDeleteDatabase } from "@/lib/api/hooks/databases";
import type { Database } from "@/lib/api/schema";
import { databaseUploadKey } from "@/lib/upload/api-protocol";

/** A database that is on its way, or that was rejected. */
export function ArrivingDatabase({ projectId, database }: { projectId: string; database: Database }) {
  const t = useTranslations("Databases");
  const tUploads = useTranslations("Uploads");
  const uploads = useUploads();
  const key = databaseUploadKey(database.id);
  const upload = uploads.snapshots.find((one) => one.fileId === key);
  const remove = useDeleteDatabase(projectId);
  const rejection = useRejectionText();
  const problemText = useProblemText();
  const giveUp = () => {
    if (upload && database.status === "uploading")
      uploads.cancel(key).catch((cause: Error) => toast.error(problemText(cause).title));
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
        {database.problem && rejection(database.problem)}
      </Notice>
    );
  }
  if (upload?.status === "failed") {
    return (
      <Notice tone="mismatch" title={database.name} actions={removeButton}>
        {tUploads("failed", { message: upload.error ? problemText(upload.error).detail : "" })}
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
