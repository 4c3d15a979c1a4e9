/** What an upload needs from the world around it; the manager is tested against fakes of these. */

export interface SignedPart {
  method: string;
  url: string;
  headers: Record<string, string>;
}

export interface StoredPart {
  number: number;
  sizeBytes: number;
  etag: string;
  crc64nvme: string;
}

export interface CompletedPart {
  number: number;
  etag: string;
  crc64nvme: string;
}

/** The multipart protocol of the API (and of S3 behind it). */
export interface UploadProtocol {
  signPart(fileId: string, number: number, crc64nvme: string, signal: AbortSignal): Promise<SignedPart>;
  listParts(fileId: string): Promise<StoredPart[]>;
  complete(fileId: string, crc64nvme: string, parts: CompletedPart[]): Promise<void>;
  abort(fileId: string): Promise<void>;
}

/** Sends one part to the store and answers with its entity tag. */
export type PutPart = (
  signed: SignedPart,
  body: Blob,
  options: { signal: AbortSignal; onProgress: (sentBytes: number) => void },
) => Promise<{ etag: string }>;

/** CRC64NVME of a blob, off the main thread. */
export type Checksum = (body: Blob, signal: AbortSignal) => Promise<bigint>;

export type UploadStatus =
  | "uploading"
  | "paused"
  | "finishing"
  | "done"
  | "failed"
  | "cancelled"
  | "waiting_for_file";

/** What a page shows of one upload. Snapshots are replaced, never changed. */
export interface UploadSnapshot {
  fileId: string;
  name: string;
  sizeBytes: number;
  sentBytes: number;
  bytesPerSecond: number;
  status: UploadStatus;
  /** Set while parts are being repeated after a fault, and when the upload has failed. */
  error: Error | null;
}

/** A fault that repeating cannot mend: the manager fails the upload at once. */
export class PermanentUploadError extends Error {
  override readonly name = "PermanentUploadError";
}
