/**
 * Remembers, across reloads, the handle of each file being uploaded where the browser has handles (Chromium), so that
 * going on takes one permission prompt; elsewhere the person drops the file again.
 */

const DATABASE = "massa-uploads";
const STORE = "handles";

export interface ReadableFileHandle extends FileSystemFileHandle {
  queryPermission?(descriptor: { mode: "read" }): Promise<PermissionState>;
  requestPermission?(descriptor: { mode: "read" }): Promise<PermissionState>;
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function inStore<T>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const request = act(database.transaction(STORE, mode).objectStore(STORE));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  } finally {
    database.close();
  }
}

export async function rememberHandle(fileId: string, handle: FileSystemFileHandle): Promise<void> {
  await inStore("readwrite", (store) => store.put(handle, fileId)).catch(() => undefined);
}

export async function forgetHandle(fileId: string): Promise<void> {
  await inStore("readwrite", (store) => store.delete(fileId)).catch(() => undefined);
}

/** The remembered file if it may be read: at once, or (`ask`, only from a click) after the browser's prompt. */
export async function fileFromHandle(fileId: string, ask: boolean): Promise<File | null> {
  try {
    const handle = await inStore<ReadableFileHandle | undefined>("readonly", (store) => store.get(fileId));
    if (!handle) return null;
    let permission = (await handle.queryPermission?.({ mode: "read" })) ?? "granted";
    if (permission === "prompt" && ask)
      permission = (await handle.requestPermission?.({ mode: "read" })) ?? "denied";
    return permission === "granted" ? await handle.getFile() : null;
  } catch {
    return null;
  }
}
