/** A file that a person dropped or picked, with its handle where the browser gives one. */
export interface PickedFile {
  file: File;
  handle: FileSystemFileHandle | null;
}

interface DataTransferItemWithHandle extends DataTransferItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

/** The files of a drop. Folders are left out: a sample is a flat list of files. */
export async function filesFromDrop(transfer: DataTransfer): Promise<PickedFile[]> {
  const pending = [...transfer.items]
    .filter((item) => item.kind === "file" && !item.webkitGetAsEntry?.()?.isDirectory)
    .map(async (item: DataTransferItemWithHandle): Promise<PickedFile | null> => {
      const file = item.getAsFile();
      const handle = await item.getAsFileSystemHandle?.().catch(() => null);
      return file && { file, handle: handle instanceof FileSystemFileHandle ? handle : null };
    });
  return (await Promise.all(pending)).filter((picked) => picked !== null);
}

/** The files of an `<input type="file">`. */
export function filesFromInput(files: FileList | null): PickedFile[] {
  return [...(files ?? [])].map((file) => ({ file, handle: null }));
}
