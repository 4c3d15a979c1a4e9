"use client";

import { Pause, Play, RotateCw, X } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useId, useState } from "react";
import { toast } from "sonner";
import { useProblemText } from "@/components/shell/use-problem-text";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";
import { useUploads } from "@/components/uploads/uploads-provider";
import type { SampleFile } from "@/lib/api/schema";
import { formatBytes, formatPercent } from "@/lib/format/quantities";
import { filesFromInput } from "@/lib/upload/picked";
import type { UploadSnapshot } from "@/lib/upload/types";

/** How far one upload is, and what can be done about it. */
export function UploadRow({ file, upload }: { file: SampleFile; upload: UploadSnapshot }) {
  const t = useTranslations("Uploads");
  const locale = useLocale();
  const uploads = useUploads();
  const problemText = useProblemText();
  const share = upload.sizeBytes > 0 ? upload.sentBytes / upload.sizeBytes : 0;
  const name = file.name;
  const halted =
    upload.status === "paused" || upload.status === "waiting_for_file" || upload.status === "failed";
  return (
    <div className="col-span-full grid gap-1.5">
      <div className="flex items-center gap-2">
        <Progress
          value={upload.status === "finishing" ? null : share}
          label={t("progressOf", { name })}
          tone={halted ? "caution" : "brand"}
          className="flex-1"
        />
        <span className="figures w-12 text-right text-[0.84rem]">
          {formatPercent(share * 100, locale, 0)}
        </span>
        {upload.status === "uploading" && (
          <Button
            variant="ghost"
            size="icon"
            aria-label={t("pause", { name })}
            onClick={() => uploads.pause(file.id)}
          >
            <Pause aria-hidden />
          </Button>
        )}
        {upload.status === "paused" && (
          <Button
            variant="ghost"
            size="icon"
            aria-label={t("resume", { name })}
            onClick={() => uploads.resume(file.id)}
          >
            <Play aria-hidden />
          </Button>
        )}
        {upload.status === "failed" && (
          <Button
            variant="ghost"
            size="icon"
            aria-label={t("retry", { name })}
            onClick={() => uploads.resume(file.id)}
          >
            <RotateCw aria-hidden />
          </Button>
        )}
        <Button
          variant="ghost"
          size="icon"
          aria-label={t("cancel", { name })}
          onClick={() =>
            uploads.cancel(file.id).catch((cause: Error) => toast.error(problemText(cause).title))
          }
        >
          <X aria-hidden />
        </Button>
      </div>
      <p aria-live="polite" className="text-[0.86rem] text-ink-faint">
        <UploadStatusText upload={upload} />
      </p>
      {upload.status === "waiting_for_file" && <WaitingForFile file={file} />}
    </div>
  );
}

function UploadStatusText({ upload }: { upload: UploadSnapshot }) {
  const t = useTranslations("Uploads");
  const locale = useLocale();
  const problemText = useProblemText();
  const { error } = upload;
  const message =
    error === null ? "" : error.message === "network" ? t("network") : problemText(error).detail;
  if (upload.status === "failed") return <span className="text-mismatch">{t("failed", { message })}</span>;
  if (upload.status === "uploading" && upload.error)
    return <span className="text-caution">{t("retrying", { message })}</span>;
  if (upload.status === "uploading") {
    return upload.bytesPerSecond > 0
      ? t("speed", { speed: formatBytes(upload.bytesPerSecond, locale) })
      : t("starting");
  }
  if (upload.status === "paused") return t("paused");
  if (upload.status === "waiting_for_file") return t("waitingForFile");
  return t("finishing");
}

/** After a reload the browser no longer has the file: take it up from its handle, or have it picked again. */
function WaitingForFile({ file }: { file: SampleFile }) {
  const t = useTranslations("Uploads");
  const uploads = useUploads();
  const id = useId();
  const locale = useLocale();
  const [other, setOther] = useState<File | null>(null);
  const pick = () => document.getElementById(id)?.click();
  return (
    <div>
      <Button
        size="sm"
        onClick={async () => {
          if (!(await uploads.recall(file.id))) pick();
        }}
      >
        <Play aria-hidden /> {t("continue", { name: file.name })}
      </Button>
      <input
        id={id}
        type="file"
        tabIndex={-1}
        aria-label={t("pickAgain", { name: file.name })}
        className="sr-only"
        onChange={(event) => {
          const [picked] = filesFromInput(event.target.files);
          const isSame = picked?.file.size === file.size_bytes;
          if (picked && isSame) uploads.provide(file.id, picked);
          setOther(picked && !isSame ? picked.file : null);
          event.target.value = "";
        }}
      />
      {other && (
        <p role="alert" className="mt-1.5 text-[0.86rem] text-mismatch">
          {t("otherFile", {
            picked: other.name,
            pickedSize: formatBytes(other.size, locale),
            name: file.name,
            size: formatBytes(file.size_bytes, locale),
          })}
        </p>
      )}
    </div>
  );
}
