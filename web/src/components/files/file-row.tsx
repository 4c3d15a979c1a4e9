"use client";

import { Trash2 } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useRejectionText } from "@/components/shell/use-problem-text";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Tooltip } from "@/components/ui/tooltip";
import { useDeleteFile } from "@/lib/api/hooks/files";
import type { SampleFile } from "@/lib/api/schema";
import { formatBytes } from "@/lib/format/quantities";
import type { UploadSnapshot } from "@/lib/upload/types";
import { ExpectedProteinButton } from "./expected-protein";
import { FileStatusBadge } from "./file-status-badge";
import { InspectionFacts } from "./inspection-facts";
import { KeptUntil } from "./kept-until";
import { UploadRow } from "./upload-row";

interface FileRowProps {
  file: SampleFile;
  upload: UploadSnapshot | null;
  mayEdit: boolean;
}

export function FileRow({ file, upload, mayEdit }: FileRowProps) {
  const t = useTranslations("Files");
  const locale = useLocale();
  const [confirming, setConfirming] = useState(false);
  const remove = useDeleteFile(file);
  const rejection = useRejectionText();
  const sending = file.status === "uploading" && upload !== null;
  return (
    <li className="grid gap-x-4 gap-y-2 border-line border-b px-5 py-3 sm:grid-cols-[minmax(0,1fr)_auto]">
      <div className="min-w-0">
        <div className="flex flex-wrap items-baseline gap-x-2.5">
          <span className="break-all font-medium">{file.name}</span>
          <span className="figures text-[0.84rem] text-ink-faint">
            {formatBytes(file.size_bytes, locale)}
          </span>
        </div>
        <div className="mt-0.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-[0.88rem] text-ink-faint">
          <ExpectedProteinButton file={file} mayEdit={mayEdit} />
          <InspectionFacts inspection={file.inspection} />
          {!sending && <KeptUntil what="file" at={file.expires_at} />}
        </div>
      </div>
      <div className="flex items-center gap-2 sm:justify-end">
        {!sending && <FileStatusBadge status={file.status} />}
        {mayEdit && !sending && (
          <Tooltip content={t("delete")}>
            <Button
              variant="ghost"
              size="icon"
              aria-label={t("deleteNamed", { name: file.name })}
              onClick={() => setConfirming(true)}
            >
              <Trash2 aria-hidden />
            </Button>
          </Tooltip>
        )}
      </div>
      {sending && <UploadRow file={file} upload={upload} />}
      {file.problem && (
        <p className="col-span-full rounded-control bg-mismatch-soft px-3 py-2 text-[0.9rem]">
          {rejection(file.problem)}
        </p>
      )}
      <ConfirmDialog
        open={confirming}
        onOpenChange={setConfirming}
        title={t("deleteTitle", { name: file.name })}
        text={t("deleteText")}
        confirm={t("delete")}
        error={remove.error}
        pending={remove.isPending}
        onConfirm={() => remove.mutate()}
      />
    </li>
  );
}
