"use client";

import { Upload } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useId, useState } from "react";
import { cn } from "@/lib/cn";
import { filesFromDrop, filesFromInput, type PickedFile } from "@/lib/upload/picked";

interface DropzoneProps {
  onFiles: (picked: PickedFile[], folders: string[]) => void;
  prominent: boolean;
}

/** Takes files by drop anywhere on the page, or by the file picker. */
export function Dropzone({ onFiles, prominent }: DropzoneProps) {
  const t = useTranslations("Files");
  const id = useId();
  const over = usePageDrop(onFiles);
  return (
    <div className="p-4 pt-3">
      <div
        className={cn(
          "relative flex flex-wrap items-center justify-center gap-x-5 gap-y-3 rounded-card border-2 border-dashed px-6 text-center transition-colors",
          prominent ? "flex-col py-12" : "py-4",
          over ? "border-brand bg-brand-soft" : "border-line-strong",
        )}
      >
        <Upload aria-hidden className={cn("text-brand", prominent ? "size-8" : "size-5")} />
        <div className={prominent ? "" : "text-left"}>
          <p className={prominent ? "font-serif text-[1.4rem]" : "font-medium"}>{t("drop")}</p>
          <p id={`${id}-formats`} className="text-[0.88rem] text-ink-faint">
            {t("formats")}
          </p>
        </div>
        <label
          htmlFor={id}
          className="inline-flex h-9.5 cursor-pointer items-center rounded-control border border-line-strong bg-surface px-3.5 font-medium text-[0.93rem] hover:bg-sunken has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2"
        >
          {t("choose")}
          <input
            id={id}
            type="file"
            multiple
            aria-describedby={`${id}-formats`}
            className="sr-only"
            onChange={(event) => {
              onFiles(filesFromInput(event.target.files), []);
              event.target.value = "";
            }}
          />
        </label>
      </div>
    </div>
  );
}

/** Listens for files dropped anywhere on the page; answers whether some hover over it. */
function usePageDrop(onFiles: DropzoneProps["onFiles"]): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    let depth = 0;
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const onEnter = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth += 1;
      setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth -= 1;
      if (depth <= 0) setOver(false);
    };
    const onOver = (event: DragEvent) => {
      if (carriesFiles(event)) event.preventDefault();
    };
    const onDrop = (event: DragEvent) => {
      if (!carriesFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      void filesFromDrop(event.dataTransfer).then(({ picked, folders }) => onFiles(picked, folders));
    };
    window.addEventListener("dragenter", onEnter);
    window.addEventListener("dragleave", onLeave);
    window.addEventListener("dragover", onOver);
    window.addEventListener("drop", onDrop);
    return () => {
      window.removeEventListener("dragenter", onEnter);
      window.removeEventListener("dragleave", onLeave);
      window.removeEventListener("dragover", onOver);
      window.removeEventListener("drop", onDrop);
    };
  }, [onFiles]);
  return over;
}
