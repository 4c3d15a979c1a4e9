/** Raw files of instrument vendors: big, and nothing that the engine reads. Better said before they are sent. */

const VENDOR_FORMATS: Record<string, string> = {
  raw: "Thermo, Waters",
  wiff: "SCIEX",
  wiff2: "SCIEX",
  scan: "SCIEX",
  d: "Bruker, Agilent",
  tdf: "Bruker",
  tdf_bin: "Bruker",
  baf: "Bruker",
  yep: "Bruker",
  fid: "Bruker",
  lcd: "Shimadzu",
  t2d: "SCIEX",
};

/** The vendor whose raw format the name tells; null for everything else. */
export function vendorOf(fileName: string): string | null {
  const extension = /\.([a-z0-9_]+)$/i.exec(fileName.replace(/\.(gz|zip)$/i, ""))?.[1];
  return VENDOR_FORMATS[extension?.toLowerCase() ?? ""] ?? null;
}
