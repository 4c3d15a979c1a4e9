import { api, unwrap } from "@/lib/api/client";
import { ApiError } from "@/lib/api/problem";
import type { PartList } from "@/lib/api/schema";
import { PermanentUploadError, type StoredPart, type UploadProtocol } from "./types";

/** Client errors do not mend by trying again, except for the one that asks to wait. */
async function once<T>(request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (cause) {
    if (cause instanceof ApiError && cause.status >= 400 && cause.status < 500 && cause.status !== 429)
      throw new PermanentUploadError(cause.message, { cause });
    throw cause;
  }
}

const storedParts = ({ items }: PartList): StoredPart[] =>
  items.map(({ number, size_bytes, etag, crc64nvme }) => ({
    number,
    sizeBytes: size_bytes,
    etag,
    crc64nvme,
  }));

const fileProtocol: UploadProtocol = {
  signPart: (file_id, number, crc64nvme, signal) =>
    unwrap(
      api.POST("/api/files/{file_id}/parts/{number}/sign", {
        params: { path: { file_id, number } },
        body: { crc64nvme },
        signal,
      }),
    ),
  listParts: async (file_id) =>
    storedParts(await unwrap(api.GET("/api/files/{file_id}/parts", { params: { path: { file_id } } }))),
  complete: async (file_id, crc64nvme, parts) => {
    await unwrap(
      api.POST("/api/files/{file_id}/complete", {
        params: { path: { file_id } },
        body: { crc64nvme, parts },
      }),
    );
  },
  abort: async (file_id) => {
    await unwrap(api.POST("/api/files/{file_id}/abort", { params: { path: { file_id } } }));
  },
};

const databaseProtocol: UploadProtocol = {
  signPart: (database_id, number, crc64nvme, signal) =>
    unwrap(
      api.POST("/api/databases/{database_id}/parts/{number}/sign", {
        params: { path: { database_id, number } },
        body: { crc64nvme },
        signal,
      }),
    ),
  listParts: async (database_id) =>
    storedParts(
      await unwrap(api.GET("/api/databases/{database_id}/parts", { params: { path: { database_id } } })),
    ),
  complete: async (database_id, crc64nvme, parts) => {
    await unwrap(
      api.POST("/api/databases/{database_id}/complete", {
        params: { path: { database_id } },
        body: { crc64nvme, parts },
      }),
    );
  },
  abort: async (database_id) => {
    await unwrap(api.POST("/api/databases/{database_id}/abort", { params: { path: { database_id } } }));
  },
};

const DATABASE_PREFIX = "database:";

/** The upload's key of a protein database; the key of a sample's file is its id. */
export function databaseUploadKey(databaseId: string): string {
  return DATABASE_PREFIX + databaseId;
}

function route(key: string): [protocol: UploadProtocol, id: string] {
  return key.startsWith(DATABASE_PREFIX)
    ? [databaseProtocol, key.slice(DATABASE_PREFIX.length)]
    : [fileProtocol, key];
}

/** The multipart protocol of the API for files of samples and for databases, by the upload's key. */
export const uploadProtocol: UploadProtocol = {
  signPart: (key, number, crc64nvme, signal) => {
    const [protocol, id] = route(key);
    return once(protocol.signPart(id, number, crc64nvme, signal));
  },
  listParts: (key) => {
    const [protocol, id] = route(key);
    return protocol.listParts(id);
  },
  complete: (key, crc64nvme, parts) => {
    const [protocol, id] = route(key);
    return once(protocol.complete(id, crc64nvme, parts));
  },
  abort: (key) => {
    const [protocol, id] = route(key);
    return protocol.abort(id);
  },
};
