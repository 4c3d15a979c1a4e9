"use client";

import { Upload } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { useUploads } from "@/components/uploads/uploads-provider";
import { cn } from "@/lib/cn";
import { filesFromInput } from "@/lib/upload/picked";

interface DatabaseUploadProps {
  projectId: string;
  onStarted?: (databaseId: string) => void;
  /** How it looks: a link within a form, or the button of a page. */
  className?: string;
}

/** Brings a FASTA file into the project. */
export function DatabaseUpload({ projectId, onStarted, className }: DatabaseUploadProps) {
  const t = useTranslations("Databases");
  const uploads = useUploads();
  const id = useId();
  const [error, setError] = useState<Error | null>(null);
  return (
    <>
      <label
        htmlFor={id}
        className={cn(
          "inline-flex w-fit cursor-pointer items-center gap-1.5 rounded-control has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2",
          className ?? "text-[0.9rem] text-brand underline-offset-3 hover:underline",
        )}
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
            if (picked)
              void uploads
                .startDatabase(projectId, picked)
                .then((databaseId) => onStarted?.(databaseId))
                .catch(setError);
          }}
        />
      </label>
      {error && <ProblemNotice error={error} />}
    </>
  );
}
