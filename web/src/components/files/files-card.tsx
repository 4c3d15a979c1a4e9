"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Card, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import { useUploads } from "@/components/uploads/uploads-provider";
import type { SampleFile } from "@/lib/api/schema";
import type { PickedFile } from "@/lib/upload/picked";
import { vendorOf } from "@/lib/upload/vendor";
import { Dropzone } from "./dropzone";
import { FileRow } from "./file-row";

interface FilesCardProps {
  sampleId: string;
  files: SampleFile[] | undefined;
  mayEdit: boolean;
}

/** The files of a sample, those on their way included. */
export function FilesCard({ sampleId, files, mayEdit }: FilesCardProps) {
  const t = useTranslations("Files");
  const uploads = useUploads();
  const [error, setError] = useState<Error | null>(null);
  const [refused, setRefused] = useState<Refused>(NOTHING_REFUSED);
  const { attach } = uploads;

  useEffect(() => {
    if (!mayEdit) return;
    for (const file of files ?? [])
      if (file.status === "uploading" && file.upload) void attach(file).catch(setError);
  }, [files, mayEdit, attach]);

  const add = async (picked: PickedFile[], folders: string[]) => {
    setError(null);
    const vendor = picked.filter(({ file }) => vendorOf(file.name) !== null);
    setRefused({ vendor: vendor.map(({ file }) => file.name), folders });
    for (const one of picked) {
      if (vendor.includes(one)) continue;
      const interrupted = uploads.snapshots.find(
        (upload) =>
          files?.some((file) => file.id === upload.fileId) &&
          upload.status === "waiting_for_file" &&
          upload.name === one.file.name &&
          upload.sizeBytes === one.file.size,
      );
      try {
        if (interrupted) uploads.provide(interrupted.fileId, one);
        else await uploads.start(sampleId, one);
      } catch (cause) {
        setError(cause instanceof Error ? cause : new Error(String(cause)));
      }
    }
  };

  return (
    <Card>
      <CardHeader title={t("title")} hint={t("hint")} />
      {error && (
        <div className="px-5 pb-3">
          <ProblemNotice error={error} />
        </div>
      )}
      <RefusedNotice refused={refused} />
      {!files && <Skeleton className="mx-5 mb-5 h-24" />}
      {files && files.length > 0 && (
        <ul className="border-line border-t">
          {files.map((file) => (
            <FileRow
              key={file.id}
              file={file}
              upload={uploads.snapshots.find((one) => one.fileId === file.id) ?? null}
              mayEdit={mayEdit}
            />
          ))}
        </ul>
      )}
      {mayEdit && files && <Dropzone onFiles={add} prominent={files.length === 0} />}
      {!mayEdit && files?.length === 0 && <EmptyState title={t("emptyTitle")} />}
    </Card>
  );
}

/** The names of what was dropped or picked and not sent. */
interface Refused {
  vendor: string[];
  folders: string[];
}

const NOTHING_REFUSED: Refused = { vendor: [], folders: [] };

function RefusedNotice({ refused }: { refused: Refused }) {
  const t = useTranslations("Files");
  return (["vendor", "folders"] as const)
    .filter((why) => refused[why].length > 0)
    .map((why) => (
      <Notice key={why} tone="caution" live title={t(`${why}Title`)} className="mx-5 mb-3">
        {t(`${why}Text`, { names: refused[why].join(", ") })}
      </Notice>
    ));
}
