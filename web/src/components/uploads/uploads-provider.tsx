"use client";

import { onlineManager, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useSyncExternalStore } from "react";
import { api, unwrap } from "@/lib/api/client";
import { queryKeys } from "@/lib/api/query-keys";
import type { SampleFile } from "@/lib/api/schema";
import { databaseUploadKey, uploadProtocol } from "@/lib/upload/api-protocol";
import { createChecksum } from "@/lib/upload/checksum";
import { guessAccession } from "@/lib/upload/guess";
import { fileFromHandle, forgetHandle, rememberHandle } from "@/lib/upload/handles";
import { UploadManager } from "@/lib/upload/manager";
import type { PickedFile } from "@/lib/upload/picked";
import { putPart } from "@/lib/upload/transport";
import type { UploadSnapshot } from "@/lib/upload/types";

interface Uploads {
  snapshots: readonly UploadSnapshot[];
  /** Creates the file in the sample and starts to send it. */
  start: (sampleId: string, picked: PickedFile) => Promise<void>;
  /** Creates a protein database in the project and starts to send it; answers its id. */
  startDatabase: (projectId: string, picked: PickedFile) => Promise<string>;
  /** Takes up a file that a former page had begun to send. */
  attach: (file: SampleFile) => Promise<void>;
  /** Gives an interrupted upload its file again. */
  provide: (fileId: string, picked: PickedFile) => void;
  /** Asks the browser for the remembered file; false when the person has to pick it. */
  recall: (fileId: string) => Promise<boolean>;
  pause: (fileId: string) => void;
  resume: (fileId: string) => void;
  cancel: (fileId: string) => Promise<void>;
}

const UploadsContext = createContext<Uploads | null>(null);

const settledListeners = new Set<(snapshot: UploadSnapshot) => void>();

/** One for the life of the window: changing the language makes every component anew, and uploads go on. */
const sharedManager = new UploadManager({
  protocol: uploadProtocol,
  putPart,
  checksum: createChecksum(),
  onSettled: (snapshot) => {
    for (const listener of settledListeners) listener(snapshot);
  },
});

/** Stops every upload of this window: what has arrived stays, for when the person is back. */
export function stopUploads(): void {
  for (const { fileId } of sharedManager.getSnapshots()) sharedManager.forget(fileId);
}

/** Keeps uploads going while people move between pages. */
export function UploadsProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  useEffect(() => {
    const refresh = (snapshot: UploadSnapshot) => {
      if (snapshot.status !== "failed") void forgetHandle(snapshot.fileId);
      void queries.invalidateQueries({ queryKey: ["files"] });
      void queries.invalidateQueries({ queryKey: ["databases"] });
    };
    settledListeners.add(refresh);
    return () => void settledListeners.delete(refresh);
  }, [queries]);
  const snapshots = useSyncExternalStore(
    sharedManager.subscribe,
    sharedManager.getSnapshots,
    UploadManager.noSnapshots,
  );

  useEffect(() => {
    const wake = (online: boolean) => {
      if (online) sharedManager.wake();
    };
    return onlineManager.subscribe(wake);
  }, []);

  const unfinished = snapshots.some((one) => one.status === "uploading" || one.status === "finishing");
  useEffect(() => {
    if (!unfinished) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [unfinished]);

  const uploads = useMemo<Omit<Uploads, "snapshots">>(() => {
    const source = (file: SampleFile, blob: Blob | null) => ({
      fileId: file.id,
      name: file.name,
      sizeBytes: file.size_bytes,
      partSizeBytes: file.upload?.part_size_bytes ?? file.size_bytes,
      blob,
    });
    return {
      start: async (sampleId, { file, handle }) => {
        const accession = guessAccession(file.name);
        const created = await unwrap(
          api.POST("/api/samples/{sample_id}/files", {
            params: { path: { sample_id: sampleId } },
            body: {
              name: file.name,
              size_bytes: file.size,
              expected: accession ? { kind: "accession", accession } : null,
            },
          }),
        );
        if (handle) await rememberHandle(created.id, handle);
        sharedManager.add(source(created, file));
        await queries.invalidateQueries({ queryKey: queryKeys.files(sampleId) });
      },
      startDatabase: async (projectId, { file }) => {
        const created = await unwrap(
          api.POST("/api/projects/{project_id}/databases", {
            params: { path: { project_id: projectId } },
            body: { name: file.name, size_bytes: file.size },
          }),
        );
        sharedManager.add({
          fileId: databaseUploadKey(created.id),
          name: file.name,
          sizeBytes: file.size,
          partSizeBytes: created.upload?.part_size_bytes ?? file.size,
          blob: file,
        });
        await queries.invalidateQueries({ queryKey: queryKeys.databases(projectId) });
        return created.id;
      },
      attach: async (file) => {
        if (sharedManager.getSnapshots().some((one) => one.fileId === file.id)) return;
        const [known, blob] = await Promise.all([
          uploadProtocol.listParts(file.id),
          fileFromHandle(file.id, false),
        ]);
        if (sharedManager.getSnapshots().some((one) => one.fileId === file.id)) return;
        sharedManager.add(source(file, blob?.size === file.size_bytes ? blob : null), known);
      },
      provide: (fileId, { file, handle }) => {
        if (handle) void rememberHandle(fileId, handle);
        sharedManager.provideFile(fileId, file);
      },
      recall: async (fileId) => {
        const blob = await fileFromHandle(fileId, true);
        if (blob) sharedManager.provideFile(fileId, blob);
        return blob !== null;
      },
      pause: (fileId) => sharedManager.pause(fileId),
      resume: (fileId) => sharedManager.resume(fileId),
      cancel: (fileId) => sharedManager.cancel(fileId),
    };
  }, [queries]);

  return (
    <UploadsContext value={useMemo(() => ({ ...uploads, snapshots }), [uploads, snapshots])}>
      {children}
    </UploadsContext>
  );
}

export function useUploads(): Uploads {
  const uploads = useContext(UploadsContext);
  if (!uploads) throw new Error("useUploads stands outside the signed-in pages.");
  return uploads;
}
