import { decodeCrc64, encodeCrc64 } from "./crc64";
import { retryDelay } from "./plan";
import {
  type Checksum,
  PermanentUploadError,
  type PutPart,
  type StoredPart,
  type UploadProtocol,
  type UploadSnapshot,
} from "./types";
import { Upload, type UploadPart, type UploadSource } from "./upload";

export interface UploadManagerOptions {
  protocol: UploadProtocol;
  putPart: PutPart;
  checksum: Checksum;
  /** Parts in flight at once, over all files together. */
  maxParallelParts?: number;
  /** How often a part (or the completion) is tried before its upload fails. */
  maxAttempts?: number;
  now?: () => number;
  /** Calls back after some milliseconds; replaced in tests. */
  schedule?: (callback: () => void, delayMs: number) => void;
  delay?: (attempt: number) => number;
  onSettled?: (snapshot: UploadSnapshot) => void;
}

const EMPTY: readonly UploadSnapshot[] = [];

/**
 * Uploads many files over the multipart protocol: parts of all files share a bounded number of transfers, dealt out
 * in turn, so that a large file does not starve small ones. Faults are repeated with growing pauses.
 */
export class UploadManager {
  private readonly options: Required<Omit<UploadManagerOptions, "onSettled">> & UploadManagerOptions;
  private readonly uploads = new Map<string, Upload>();
  private readonly listeners = new Set<() => void>();
  private snapshots: readonly UploadSnapshot[] = EMPTY;
  private active = 0;
  private turn = 0;
  private announced = false;

  constructor(options: UploadManagerOptions) {
    this.options = {
      maxParallelParts: 4,
      maxAttempts: 8,
      now: () => Date.now(),
      schedule: (callback, delayMs) => void setTimeout(callback, delayMs),
      delay: retryDelay,
      ...options,
    };
  }

  /** Starts an upload, or goes on with one of which the store already has `known` parts. */
  add(source: UploadSource, known: readonly StoredPart[] = []): void {
    if (this.uploads.get(source.fileId)?.status === "uploading") return;
    this.uploads.set(source.fileId, new Upload(source, known));
    this.changed();
    this.pump();
  }

  /** Gives an upload that was interrupted by a reload its file back. */
  provideFile(fileId: string, blob: Blob): void {
    const upload = this.uploads.get(fileId);
    if (upload?.status !== "waiting_for_file") return;
    upload.blob = blob;
    upload.status = "uploading";
    this.changed();
    this.pump();
  }

  pause(fileId: string): void {
    const upload = this.uploads.get(fileId);
    if (upload?.status !== "uploading") return;
    upload.status = "paused";
    upload.interrupt();
    this.changed();
    this.pump();
  }

  /** Goes on after a pause or a failure. */
  resume(fileId: string): void {
    const upload = this.uploads.get(fileId);
    if (!upload || (upload.status !== "paused" && upload.status !== "failed")) return;
    upload.forgetFaults();
    upload.status = upload.blob ? "uploading" : "waiting_for_file";
    this.changed();
    this.finishIfStored(upload);
    this.pump();
  }

  /** Ends an upload and lets the store forget its parts. */
  async cancel(fileId: string): Promise<void> {
    const upload = this.uploads.get(fileId);
    if (!upload || upload.status === "done") return;
    upload.status = "cancelled";
    upload.interrupt();
    this.changed();
    await this.options.protocol.abort(fileId);
    this.settle(upload);
    this.forget(fileId);
    this.pump();
  }

  /** Drops an upload from the list; what is in flight is stopped. */
  forget(fileId: string): void {
    this.uploads.get(fileId)?.interrupt();
    this.uploads.delete(fileId);
    this.changed();
  }

  /** Tries at once what waits for its next attempt or has given up trying: call it when the network is back. */
  wake(): void {
    for (const upload of this.uploads.values()) {
      for (const part of upload.parts) part.notBeforeMs = 0;
      if (!(upload.error instanceof PermanentUploadError) && upload.status === "failed")
        this.resume(upload.fileId);
    }
    this.pump();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  getSnapshots = (): readonly UploadSnapshot[] => this.snapshots;

  static noSnapshots = (): readonly UploadSnapshot[] => EMPTY;

  private pump(): void {
    while (this.active < this.options.maxParallelParts) {
      const next = this.nextInTurn();
      if (!next) return;
      this.active += 1;
      next.part.state = "active";
      void this.send(next.upload, next.part).finally(() => {
        this.active -= 1;
        this.pump();
      });
    }
  }

  private nextInTurn(): { upload: Upload; part: UploadPart } | null {
    const uploads = [...this.uploads.values()];
    for (let step = 0; step < uploads.length; step++) {
      const upload = uploads[(this.turn + step) % uploads.length];
      const part = upload?.nextPart(this.options.now());
      if (upload && part) {
        this.turn = (this.turn + step + 1) % uploads.length;
        return { upload, part };
      }
    }
    return null;
  }

  private async send(upload: Upload, part: UploadPart): Promise<void> {
    const { signal } = upload.controller;
    try {
      if (!upload.blob) throw new PermanentUploadError("The file is not at hand.");
      const body = upload.blob.slice(part.start, part.end);
      part.crc ??= await this.options.checksum(body, signal);
      const crc64nvme = encodeCrc64(part.crc);
      if (part.known && decodeCrc64(part.known.crc64nvme) === part.crc) {
        part.etag = part.known.etag;
      } else {
        const signed = await this.options.protocol.signPart(upload.fileId, part.number, crc64nvme, signal);
        const onProgress = (sentBytes: number) => {
          if (signal.aborted) return;
          part.sentBytes = sentBytes;
          this.changedSoon();
        };
        const { etag } = await this.options.putPart(signed, body, { signal, onProgress });
        part.etag = etag;
      }
      if (signal.aborted) return;
      part.state = "stored";
      upload.error = null;
      this.changed();
      this.finishIfStored(upload);
    } catch (cause) {
      if (!signal.aborted) this.partFailed(upload, part, cause);
    }
  }

  private partFailed(upload: Upload, part: UploadPart, cause: unknown): void {
    const error = cause instanceof Error ? cause : new Error(String(cause));
    part.state = "pending";
    part.sentBytes = 0;
    part.attempts += 1;
    upload.error = error;
    if (error instanceof PermanentUploadError || part.attempts >= this.options.maxAttempts) {
      this.fail(upload);
      return;
    }
    const pause = this.options.delay(part.attempts);
    part.notBeforeMs = this.options.now() + pause;
    this.options.schedule(() => this.pump(), pause);
    this.changed();
  }

  private finishIfStored(upload: Upload): void {
    if (upload.status === "uploading" && upload.allStored) void this.finish(upload, 1);
  }

  private async finish(upload: Upload, attempt: number): Promise<void> {
    upload.status = "finishing";
    this.changed();
    try {
      const { crc64nvme, parts } = upload.completion();
      await this.options.protocol.complete(upload.fileId, crc64nvme, parts);
      upload.status = "done";
      upload.error = null;
      this.changed();
      this.settle(upload);
    } catch (cause) {
      if (upload.status !== "finishing") return;
      upload.error = cause instanceof Error ? cause : new Error(String(cause));
      if (cause instanceof PermanentUploadError || attempt >= this.options.maxAttempts) {
        this.fail(upload);
        return;
      }
      this.changed();
      this.options.schedule(() => {
        if (upload.status === "finishing") void this.finish(upload, attempt + 1);
      }, this.options.delay(attempt));
    }
  }

  private fail(upload: Upload): void {
    upload.status = "failed";
    upload.interrupt();
    this.changed();
    this.settle(upload);
  }

  private settle(upload: Upload): void {
    this.options.onSettled?.(upload.snapshot(this.options.now()));
  }

  private changed(): void {
    const now = this.options.now();
    this.snapshots = [...this.uploads.values()].map((upload) => upload.snapshot(now));
    for (const listener of this.listeners) listener();
  }

  /** Progress comes many times a second: tell the pages at most eight times. */
  private changedSoon(): void {
    if (this.announced) return;
    this.announced = true;
    this.options.schedule(() => {
      this.announced = false;
      this.changed();
    }, 125);
  }
}
