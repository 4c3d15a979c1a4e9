/** The few facts of `massa inspect --json` that a file's row shows; the document itself belongs to the engine. */
export interface InspectionSummary {
  format: string | null;
  spectra: number | null;
  acquisition: string | null;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function numberIn(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

export function readInspection(inspection: unknown): InspectionSummary | null {
  if (!isRecord(inspection)) return null;
  const { format, spectra, acquisition, counts } = inspection;
  return {
    format: typeof format === "string" ? format : null,
    spectra:
      numberIn(spectra) ??
      (isRecord(spectra) ? numberIn(spectra.total) : null) ??
      (isRecord(counts) ? numberIn(counts.spectra) : null),
    acquisition:
      typeof acquisition === "string"
        ? acquisition
        : isRecord(acquisition) && typeof acquisition.type === "string"
          ? acquisition.type
          : null,
  };
}
