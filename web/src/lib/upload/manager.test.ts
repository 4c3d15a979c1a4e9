import { Crc64Nvme } from "@aws-sdk/crc64-nvme";
import { beforeEach, describe, expect, it } from "vitest";
import { encodeCrc64 } from "./crc64";
import { UploadManager } from "./manager";
import { type CompletedPart, PermanentUploadError, type StoredPart, type UploadSnapshot } from "./types";

async function crcOf(body: Blob): Promise<bigint> {
  const checksum = new Crc64Nvme();
  checksum.update(new Uint8Array(await body.arrayBuffer()));
  return new DataView((await checksum.digest()).buffer).getBigUint64(0);
}

/** A store in memory: keeps parts, counts transfers, and fails or holds them when told. */
class FakeStore {
  stored = new Map<string, Map<number, Blob>>();
  completed = new Map<string, { crc64nvme: string; parts: CompletedPart[] }>();
  aborted: string[] = [];
  order: string[] = [];
  inFlight = 0;
  mostInFlight = 0;
  faults: Error[] = [];
  held: (() => void)[] | null = null;

  protocol = {
    signPart: async (fileId: string, number: number) => ({
      method: "PUT",
      url: `${fileId}/${number}`,
      headers: {},
    }),
    listParts: async () => [] as StoredPart[],
    complete: async (fileId: string, crc64nvme: string, parts: CompletedPart[]) => {
      this.completed.set(fileId, { crc64nvme, parts });
    },
    abort: async (fileId: string) => void this.aborted.push(fileId),
  };

  /** Lets every held transfer go on, and holds no more. */
  release() {
    const held = this.held ?? [];
    this.held = null;
    for (const letGo of held) letGo();
  }

  putPart = async (signed: { url: string }, body: Blob, { signal }: { signal: AbortSignal }) => {
    this.inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    this.order.push(signed.url);
    try {
      if (this.held) await new Promise<void>((release) => this.held?.push(release));
      signal.throwIfAborted();
      const fault = this.faults.shift();
      if (fault) throw fault;
      const [fileId = "", number = "0"] = signed.url.split("/");
      const parts = this.stored.get(fileId) ?? new Map<number, Blob>();
      this.stored.set(fileId, parts.set(Number(number), body));
      return { etag: `etag-${signed.url}` };
    } finally {
      this.inFlight -= 1;
    }
  };
}

const text = (length: number) => new Blob(["ACDEFGHIKL".repeat(Math.ceil(length / 10)).slice(0, length)]);

describe("UploadManager", () => {
  let store: FakeStore;
  let manager: UploadManager;
  let settled: UploadSnapshot[];
  let waiting: Map<string, (snapshot: UploadSnapshot) => void>;

  const create = (overrides: Partial<ConstructorParameters<typeof UploadManager>[0]> = {}) =>
    new UploadManager({
      protocol: store.protocol,
      putPart: store.putPart,
      checksum: crcOf,
      maxParallelParts: 3,
      maxAttempts: 3,
      delay: () => 0,
      onSettled: (snapshot) => {
        settled.push(snapshot);
        waiting.get(snapshot.fileId)?.(snapshot);
      },
      ...overrides,
    });
  const settlement = (fileId: string) =>
    new Promise<UploadSnapshot>((resolve) => void waiting.set(fileId, resolve));
  const add = (fileId: string, blob: Blob | null, sizeBytes = blob?.size ?? 0, known: StoredPart[] = []) =>
    manager.add({ fileId, name: `${fileId}.mzML`, sizeBytes, partSizeBytes: 10, blob }, known);
  const until = async (condition: () => boolean) => {
    while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
  };
  const statusOf = (fileId: string) => manager.getSnapshots().find((one) => one.fileId === fileId)?.status;

  beforeEach(() => {
    store = new FakeStore();
    settled = [];
    waiting = new Map();
    manager = create();
  });

  it("completes a file with the checksum of each part and of the whole", async () => {
    const blob = text(34);
    const done = settlement("a");
    add("a", blob);
    expect((await done).status).toBe("done");
    const completed = store.completed.get("a");
    expect(completed?.crc64nvme).toBe(encodeCrc64(await crcOf(blob)));
    expect(completed?.parts.map((part) => part.number)).toEqual([1, 2, 3, 4]);
    expect(completed?.parts[3]?.crc64nvme).toBe(encodeCrc64(await crcOf(blob.slice(30, 34))));
    expect(completed?.parts[0]?.etag).toBe("etag-a/1");
  });

  it("bounds the transfers over all files, and deals them out in turn", async () => {
    store.held = [];
    const all = ["a", "b", "c"].map(settlement);
    for (const fileId of ["a", "b", "c"]) add(fileId, text(50));
    await until(() => store.held?.length === 3);
    store.release();
    await Promise.all(all);
    expect(store.mostInFlight).toBe(3);
    expect(new Set(store.order.slice(0, 6).map((url) => url[0]))).toEqual(new Set(["a", "b", "c"]));
  });

  it("repeats a part that failed, and shows the fault meanwhile", async () => {
    store.faults = [new Error("connection reset"), new Error("connection reset")];
    const done = settlement("a");
    add("a", text(5));
    const snapshot = await done;
    expect(snapshot).toMatchObject({ status: "done", error: null, sentBytes: 5 });
    expect(store.order).toEqual(["a/1", "a/1", "a/1"]);
  });

  it("fails after the last attempt, and starts afresh on resume", async () => {
    store.faults = [new Error("1"), new Error("2"), new Error("3")];
    const failed = settlement("a");
    add("a", text(5));
    expect(await failed).toMatchObject({ status: "failed", error: new Error("3") });
    const done = settlement("a");
    manager.resume("a");
    expect((await done).status).toBe("done");
  });

  it("goes on by itself when the network is back after the last attempt", async () => {
    store.faults = [new Error("network"), new Error("network"), new Error("network")];
    const failed = settlement("a");
    add("a", text(5));
    expect((await failed).status).toBe("failed");
    const done = settlement("a");
    manager.wake();
    expect((await done).status).toBe("done");
  });

  it("leaves alone what cannot succeed when the network is back", async () => {
    store.faults = [new PermanentUploadError("gone")];
    const failed = settlement("a");
    add("a", text(5));
    await failed;
    manager.wake();
    expect(statusOf("a")).toBe("failed");
  });

  it("does not repeat what cannot succeed", async () => {
    store.faults = [new PermanentUploadError("gone")];
    const failed = settlement("a");
    add("a", text(25));
    expect((await failed).status).toBe("failed");
    expect(store.completed.size).toBe(0);
  });

  it("pauses without losing stored parts, and resumes with the others only", async () => {
    manager = create({ maxParallelParts: 1 });
    store.held = [];
    add("a", text(30));
    await until(() => store.held?.length === 1);
    store.held.shift()?.();
    await until(() => store.held?.length === 1);
    manager.pause("a");
    expect(statusOf("a")).toBe("paused");
    store.release();
    await until(() => store.inFlight === 0);
    expect(store.stored.get("a")?.size).toBe(1);
    const before = store.order.length;
    const done = settlement("a");
    manager.resume("a");
    await done;
    expect(store.order.slice(before)).not.toContain("a/1");
    expect(store.stored.get("a")?.size).toBe(3);
  });

  it("cancels: stops transfers, tells the store, forgets the file", async () => {
    store.held = [];
    add("a", text(30));
    await until(() => store.held?.length === 3);
    await manager.cancel("a");
    expect(store.aborted).toEqual(["a"]);
    expect(manager.getSnapshots()).toEqual([]);
    expect(settled.at(-1)?.status).toBe("cancelled");
  });

  it("goes on after a reload: stored parts are checked, not sent again", async () => {
    const blob = text(30);
    const known: StoredPart[] = [
      { number: 1, sizeBytes: 10, etag: "kept", crc64nvme: encodeCrc64(await crcOf(blob.slice(0, 10))) },
    ];
    add("a", null, 30, known);
    expect(statusOf("a")).toBe("waiting_for_file");
    expect(manager.getSnapshots()[0]?.sentBytes).toBe(10);
    const done = settlement("a");
    manager.provideFile("a", blob);
    await done;
    expect(store.order.sort()).toEqual(["a/2", "a/3"]);
    expect(store.completed.get("a")?.parts[0]?.etag).toBe("kept");
    expect(store.completed.get("a")?.crc64nvme).toBe(encodeCrc64(await crcOf(blob)));
  });

  it("sends a stored part again when the file has changed since", async () => {
    const known: StoredPart[] = [
      {
        number: 1,
        sizeBytes: 10,
        etag: "old",
        crc64nvme: encodeCrc64(await crcOf(new Blob(["other data"]))),
      },
    ];
    const done = settlement("a");
    add("a", text(10), 10, known);
    await done;
    expect(store.order).toEqual(["a/1"]);
    expect(store.completed.get("a")?.parts[0]?.etag).toBe("etag-a/1");
  });

  it("uploads an empty file as one empty part", async () => {
    const done = settlement("a");
    add("a", new Blob([]));
    await done;
    expect(store.completed.get("a")?.parts).toHaveLength(1);
  });
});
