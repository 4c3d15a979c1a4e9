/** A file that a person dropped or picked, with its handle where the browser gives one. */
export interface PickedFile {
  file: File;
  handle: FileSystemFileHandle | null;
}

interface DataTransferItemWithHandle extends DataTransferItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

/** What was dropped: files, and the names of folders, which are left out: a sample is a flat list of files. */
export interface Dropped {
  picked: PickedFile[];
  folders: string[];
}

export async function filesFromDrop(transfer: DataTransfer): Promise<Dropped> {
  const items = [...transfer.items].filter((item) => item.kind === "file");
  const folders = items
    .map((item) => item.webkitGetAsEntry?.())
    .filter((entry) => entry?.isDirectory)
    .map((entry) => entry?.name ?? "");
  const pending = items
    .filter((item) => !item.webkitGetAsEntry?.()?.isDirectory)
    .map(async (item: DataTransferItemWithHandle): Promise<PickedFile | null> => {
      const file = item.getAsFile();
      const handle = await item.getAsFileSystemHandle?.().catch(() => null);
      return file && { file, handle: handle instanceof FileSystemFileHandle ? handle : null };
    });
  return { picked: (await Promise.all(pending)).filter((picked) => picked !== null), folders };
}

/** The files of an `<input type="file">`. */
export function filesFromInput(files: FileList | null): PickedFile[] {
  return [...(files ?? [])].map((file) => ({ file, handle: null }));
}
