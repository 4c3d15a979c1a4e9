import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { engine, exampleProteins } from "./paths";

/** The proteins of the simulated sample, one file each; a file's name tells its accession, but for the last. */
export const RUNS = [
  { accession: "P02769", protein: "Albumin", file: "run1_P02769.mzML" },
  { accession: "P68082", protein: "Myoglobin", file: "run2_P68082.mzML" },
  { accession: "P00698", protein: "Lysozyme", file: "third.mzML" },
] as const;

function entryOf(accession: string): string {
  const entry = readFileSync(exampleProteins, "utf8")
    .split(">")
    .find((one) => one.split(" ", 1)[0]?.split("|").includes(accession));
  if (!entry) throw new Error(`${exampleProteins} has no protein ${accession}.`);
  return `>${entry}`;
}

/** A run that is too long for one part of S3. */
export const LONG_RUN = { accession: "P02769", protein: "Albumin", file: "long_P02769.mzML" } as const;

/** Simulates a run with the engine; the same seed gives the same file everywhere. */
function simulate(folder: string, accession: string, file: string, seed: number, gradientS: number): void {
  const fasta = path.join(folder, `${accession}.fasta`);
  writeFileSync(fasta, entryOf(accession));
  const options = ["--seed", String(seed), "--gradient-s", String(gradientS)];
  execFileSync(engine, ["simulate", fasta, "--mzml", path.join(folder, file), ...options], {
    stdio: "pipe",
  });
}

export function simulateRuns(folder: string): void {
  RUNS.forEach(({ accession, file }, index) => {
    simulate(folder, accession, file, index + 1, 240);
  });
  simulate(folder, LONG_RUN.accession, LONG_RUN.file, RUNS.length + 1, 480);
}
