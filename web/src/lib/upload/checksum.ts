import type { ChecksumAnswer, ChecksumRequest } from "./crc64.worker";
import { type Checksum, PermanentUploadError } from "./types";

/** CRC64NVME in Web Workers, started when first needed; each takes the next blob in turn. */
export function createChecksum(workers = 2): Checksum {
  const pool: Worker[] = [];
  const waiting = new Map<number, { resolve: (crc: bigint) => void; reject: (cause: Error) => void }>();
  let lastId = 0;

  const start = () => {
    const worker = new Worker(new URL("./crc64.worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<ChecksumAnswer>) => {
      const request = waiting.get(data.id);
      waiting.delete(data.id);
      if ("crc" in data) request?.resolve(data.crc);
      else request?.reject(new PermanentUploadError(`The file cannot be read: ${data.error}`));
    };
    return worker;
  };

  return (body, signal) => {
    signal.throwIfAborted();
    const id = ++lastId;
    const index = id % workers;
    pool[index] ??= start();
    const worker = pool[index];
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      signal.addEventListener(
        "abort",
        () => {
          if (waiting.delete(id)) reject(new DOMException("Aborted", "AbortError"));
        },
        { once: true },
      );
      worker.postMessage({ id, body } satisfies ChecksumRequest);
    });
  };
}
