import type { SampleFile } from "@/lib/api/schema";
import type { UploadSnapshot } from "@/lib/upload/types";

/** How far the files of a sample are, as far as an analysis is concerned. */
export interface FilesProgress {
  /** Can be analysed. */
  ready: string[];
  /** Uploading, or being inspected. */
  onTheWay: number;
}

export function progressOfFiles(files: readonly Pick<SampleFile, "id" | "status">[]): FilesProgress {
  const ready = files.filter((file) => file.status === "ready").map((file) => file.id);
  const rejected = files.filter((file) => file.status === "rejected").length;
  return { ready, onTheWay: files.length - ready.length - rejected };
}

/** How many uploads of these files do not go on by themselves: paused, failed, or without their file after a reload. */
export function haltedUploads(
  files: readonly Pick<SampleFile, "id" | "status">[],
  uploads: readonly Pick<UploadSnapshot, "fileId" | "status">[],
): number {
  const moving = new Set(
    uploads
      .filter((upload) => upload.status === "uploading" || upload.status === "finishing")
      .map((upload) => upload.fileId),
  );
  const known = new Set(uploads.map((upload) => upload.fileId));
  return files.filter((file) => file.status === "uploading" && known.has(file.id) && !moving.has(file.id))
    .length;
}
