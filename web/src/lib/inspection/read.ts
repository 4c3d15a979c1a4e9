/** The few facts of `massa inspect --json` that a file's row shows; the document itself belongs to the engine. */
export interface InspectionSummary {
  format: string | null;
  instrument: string | null;
  spectra: number | null;
  acquisition: string | null;
  /** What the reader had to mend or leave out. */
  warnings: { code: string; message: string }[];
}

const FORMAT_NAMES: Record<string, string> = { mzml: "mzML", mzxml: "mzXML", mgf: "MGF", fasta: "FASTA" };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const textIn = (value: unknown, key: string) =>
  isRecord(value) && typeof value[key] === "string" ? value[key] : null;

const numberIn = (value: unknown, key: string) =>
  isRecord(value) && typeof value[key] === "number" ? value[key] : null;

/** Reads what is there; a document of another engine version may lack anything. */
export function readInspection(inspection: unknown): InspectionSummary | null {
  if (!isRecord(inspection)) return null;
  const format = textIn(inspection, "format");
  const warnings = Array.isArray(inspection.warnings) ? inspection.warnings : [];
  return {
    format: format && (FORMAT_NAMES[format] ?? format),
    instrument: textIn(inspection.run, "instrument_model"),
    spectra: numberIn(inspection.spectra, "total"),
    acquisition: textIn(inspection.acquisition, "type"),
    warnings: warnings.flatMap((warning) => {
      const message = textIn(warning, "message");
      return message === null ? [] : [{ code: textIn(warning, "code") ?? "", message }];
    }),
  };
}
