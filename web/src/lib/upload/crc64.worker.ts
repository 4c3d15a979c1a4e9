import { Crc64Nvme } from "@aws-sdk/crc64-nvme";

export interface ChecksumRequest {
  id: number;
  body: Blob;
}

export type ChecksumAnswer = { id: number; crc: bigint } | { id: number; error: string };

const scope = self as unknown as {
  onmessage: ((event: MessageEvent<ChecksumRequest>) => void) | null;
  postMessage(answer: ChecksumAnswer): void;
};

async function crc64Of(body: Blob): Promise<bigint> {
  const checksum = new Crc64Nvme();
  const reader = body.stream().getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    checksum.update(value);
  }
  const digest = await checksum.digest();
  return new DataView(digest.buffer, digest.byteOffset).getBigUint64(0);
}

scope.onmessage = async ({ data: { id, body } }) => {
  try {
    scope.postMessage({ id, crc: await crc64Of(body) });
  } catch (cause) {
    scope.postMessage({ id, error: cause instanceof Error ? cause.message : String(cause) });
  }
};
