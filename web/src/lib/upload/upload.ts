import { combineCrc64, encodeCrc64 } from "./crc64";
import { type PartPlan, planParts } from "./plan";
import type { CompletedPart, StoredPart, UploadSnapshot, UploadStatus } from "./types";

export interface UploadSource {
  fileId: string;
  name: string;
  sizeBytes: number;
  partSizeBytes: number;
  /** Absent after a reload, until the person gives the file again. */
  blob: Blob | null;
}

type PartState = "pending" | "active" | "stored";

interface Part extends PartPlan {
  state: PartState;
  attempts: number;
  notBeforeMs: number;
  sentBytes: number;
  crc: bigint | null;
  etag: string;
  /** What the store said of this part before a reload; trusted only after the checksum agrees. */
  known: StoredPart | null;
}

const SPEED_WINDOW_MS = 4000;

/** The state of one upload: which parts are stored, in flight or due. It does no I/O. */
export class Upload {
  readonly fileId: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly partSizeBytes: number;
  readonly parts: Part[];
  blob: Blob | null;
  status: UploadStatus;
  error: Error | null = null;
  controller = new AbortController();
  private samples: { atMs: number; bytes: number }[] = [];

  constructor(source: UploadSource, known: readonly StoredPart[] = []) {
    this.fileId = source.fileId;
    this.name = source.name;
    this.sizeBytes = source.sizeBytes;
    this.partSizeBytes = source.partSizeBytes;
    this.blob = source.blob;
    this.status = source.blob ? "uploading" : "waiting_for_file";
    const knownByNumber = new Map(known.map((part) => [part.number, part]));
    this.parts = planParts(source.sizeBytes, source.partSizeBytes).map((plan) => ({
      ...plan,
      state: "pending",
      attempts: 0,
      notBeforeMs: 0,
      sentBytes: 0,
      crc: null,
      etag: "",
      known: knownByNumber.get(plan.number) ?? null,
    }));
  }

  /** The first part that may be sent now, if any. */
  nextPart(nowMs: number): Part | null {
    if (this.status !== "uploading") return null;
    return this.parts.find((part) => part.state === "pending" && part.notBeforeMs <= nowMs) ?? null;
  }

  get allStored(): boolean {
    return this.parts.every((part) => part.state === "stored");
  }

  get sentBytes(): number {
    return this.parts.reduce((sum, part) => {
      if (part.state === "stored") return sum + (part.end - part.start);
      const before = this.status === "waiting_for_file" && part.known ? part.end - part.start : 0;
      return sum + Math.max(part.sentBytes, before);
    }, 0);
  }

  /** The checksum of the whole file and the list of parts, for completing it. All parts must be stored. */
  completion(): { crc64nvme: string; parts: CompletedPart[] } {
    const parts = this.parts.map((part) => {
      if (part.crc === null) throw new Error(`Part ${part.number} has no checksum yet.`);
      return { number: part.number, etag: part.etag, crc: part.crc, sizeBytes: part.end - part.start };
    });
    return {
      crc64nvme: encodeCrc64(combineCrc64(parts)),
      parts: parts.map(({ number, etag, crc }) => ({ number, etag, crc64nvme: encodeCrc64(crc) })),
    };
  }

  /** Stops every transfer in flight; what was stored stays stored. */
  interrupt(): void {
    this.controller.abort();
    this.controller = new AbortController();
    for (const part of this.parts) {
      if (part.state !== "active") continue;
      part.state = "pending";
      part.sentBytes = 0;
    }
    this.samples = [];
  }

  /** Lets faulty parts start afresh at once. */
  forgetFaults(): void {
    this.error = null;
    for (const part of this.parts) {
      part.attempts = 0;
      part.notBeforeMs = 0;
    }
  }

  snapshot(nowMs: number): UploadSnapshot {
    const sentBytes = this.sentBytes;
    return {
      fileId: this.fileId,
      name: this.name,
      sizeBytes: this.sizeBytes,
      sentBytes,
      bytesPerSecond: this.status === "uploading" ? this.speed(nowMs, sentBytes) : 0,
      status: this.status,
      error: this.error,
    };
  }

  private speed(nowMs: number, bytes: number): number {
    this.samples.push({ atMs: nowMs, bytes });
    while (this.samples.length > 2 && (this.samples[0]?.atMs ?? 0) < nowMs - SPEED_WINDOW_MS)
      this.samples.shift();
    const first = this.samples[0];
    if (!first || nowMs - first.atMs < 250) return 0;
    return Math.max(0, ((bytes - first.bytes) * 1000) / (nowMs - first.atMs));
  }
}

export type UploadPart = Part;
