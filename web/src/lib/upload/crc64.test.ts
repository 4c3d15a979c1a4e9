import { Crc64Nvme } from "@aws-sdk/crc64-nvme";
import { describe, expect, it } from "vitest";
import { combineCrc64, decodeCrc64, encodeCrc64 } from "./crc64";

async function crcOf(bytes: Uint8Array): Promise<bigint> {
  const checksum = new Crc64Nvme();
  checksum.update(bytes);
  return new DataView((await checksum.digest()).buffer).getBigUint64(0);
}

function noise(length: number): Uint8Array {
  let state = 12345;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state >>> 24;
  });
}

describe("CRC64NVME", () => {
  it("is the check value of the catalogue for 123456789", async () => {
    expect(await crcOf(new TextEncoder().encode("123456789"))).toBe(0xae8b14860a799888n);
  });

  it.each([[[1000]], [[512, 512]], [[700, 700, 700, 13]], [[1, 1, 1, 1]], [[4096, 0, 17]]])(
    "of a file is combined from its parts of %j bytes",
    async (sizes) => {
      const bytes = noise(sizes.reduce((sum, size) => sum + size, 0));
      let start = 0;
      const parts: { crc: bigint; sizeBytes: number }[] = [];
      for (const sizeBytes of sizes) {
        parts.push({ crc: await crcOf(bytes.subarray(start, start + sizeBytes)), sizeBytes });
        start += sizeBytes;
      }
      expect(combineCrc64(parts)).toBe(await crcOf(bytes));
    },
  );

  it("is written as S3 writes it, and read back", () => {
    expect(encodeCrc64(0xae8b14860a799888n)).toBe("rosUhgp5mIg=");
    expect(decodeCrc64("rosUhgp5mIg=")).toBe(0xae8b14860a799888n);
  });
});
