import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import en from "../../messages/en.json";
import ptBR from "../../messages/pt-BR.json";

/**
 * What the engine can say, read from its sources (the tests of the pages run without a built engine): each code has
 * words in Portuguese. In English the engine's own words serve.
 */
const ENGINE = path.join(import.meta.dirname, "..", "..", "..", "engine", "src");

const source = (file: string) => readFileSync(path.join(ENGINE, file), "utf8");

function all(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ""))];
}

const keyOf = (text: string) => text.replaceAll(/[^A-Za-z0-9]+/g, "_");

describe("parameters", () => {
  const keys = all(
    source("parameters/table.cpp"),
    /(?:rows\.push_back\(\{|(?:boolean|integer|number|choice)\()\s*"([a-z0-9_]+)"/g,
  );

  it("are found in the engine's table", () => {
    expect(keys).toEqual(
      expect.arrayContaining(["acquisition", "enzyme", "fixed_modifications", "mixture_min_percent"]),
    );
    expect(keys.length).toBeGreaterThan(50);
  });

  it.each(keys)("%s has a name in both languages and a description in Portuguese", (key) => {
    expect(en.Parameters).toHaveProperty(`name_${key}`);
    expect(ptBR.Parameters).toHaveProperty(`name_${key}`);
    expect(ptBR.Parameters).toHaveProperty(`about_${key}`);
  });

  it("that no longer exist have no words", () => {
    const described = Object.keys(ptBR.Parameters).filter((key) => /^(name|about)_/.test(key));
    expect(described.filter((key) => !keys.includes(key.replace(/^(name|about)_/, "")))).toEqual([]);
  });
});

describe("reasons of the verdict", () => {
  const codes = [
    ...all(source("validate/reasons.cpp"), /return\s*\{\s*"([a-z0-9_]+)"/g),
    ...all(source("validate/reasons.cpp"), /\?\s*"([a-z_]+_seen)"/g),
    ...all(source("validate/verdict.cpp"), /"([a-z]+(?:_[a-z]+)+)"\)/g),
    ...all(source("pipeline/summary_facts.cpp"), /not_searched\(\s*"([a-z0-9_]+)"/g),
    ...all(source("pipeline/summary_facts.cpp"), /reasons\.push_back\(\s*\{\s*"([a-z0-9_]+)"/g),
  ];

  it("are found in the engine", () => {
    expect(codes).toEqual(
      expect.arrayContaining([
        "protein_evidence",
        "only_n_terminus_seen",
        "trace_of_another_protein",
        "second_search",
        "dia_not_searched",
      ]),
    );
  });

  it.each(codes)("%s", (code) => {
    expect(en.Verdict).toHaveProperty(`reason_${code}`);
    expect(ptBR.Verdict).toHaveProperty(`reason_${code}`);
  });
});

describe("warnings", () => {
  const codes = [
    ...all(source("io/finding.cpp"), /return\s*\{\s*"([a-z0-9_]+)"/g),
    ...all(source("pipeline/search_database.cpp"), /warnings\.push_back\(\s*\{\s*"([a-z0-9_]+)"/g),
    ...all(source("pipeline/summary_facts.cpp"), /"([a-z_]+_not_estimable)"/g),
  ];

  it("are found in the engine", () => {
    expect(codes).toEqual(
      expect.arrayContaining(["unsorted_peaks", "expected_sequence_in_database", "psm_fdr_not_estimable"]),
    );
  });

  it.each(codes)("%s", (code) => {
    expect(ptBR.Warning).toHaveProperty(code);
  });
});

describe("what was chosen, and why", () => {
  const codes = [
    ...all(source("classify/acquisition.cpp"), /AcquisitionType::[a-z0-9_]+,\s*"([a-z0-9_]+)",\s/g),
    ...all(source("classify/resolution.cpp"), /"(analyzer|analyzer_contradicted|data|too_little_data)"/g),
  ];

  it("is found in the engine", () => {
    expect(codes).toEqual(
      expect.arrayContaining(["ms2_of_selected_precursors", "isolation_windows_tile", "analyzer"]),
    );
  });

  it.each(codes)("%s", (code) => {
    expect(ptBR.ChoiceReason).toHaveProperty(code);
  });

  it.each(all(source("parameters/preset.cpp"), /\{Preset::[a-z_]+,\s*"([a-z-]+)"/g))("preset %s", (name) => {
    expect(en.Preset).toHaveProperty([name, "description"]);
    expect(ptBR.Preset).toHaveProperty([name, "description"]);
  });
});

describe("steps of the filter", () => {
  const steps = source("filter/step.cpp");
  const names = all(steps, /^ {4}\{"([a-z_]+)", "(?:MS:\d+)?"\},/gm);
  const reasons = all(steps, /"([a-z][A-Za-z -]+ [A-Za-z; -]+)"[,)]/g).concat(
    all(steps, /"(switched off)"/g),
  );

  it("are found in the engine", () => {
    expect(names).toHaveLength(15);
    expect(reasons).toEqual(
      expect.arrayContaining(["the search uses these MS levels", "too few peaks identify no peptide"]),
    );
  });

  it.each(names)("%s", (name) => {
    expect(en.FilterStep).toHaveProperty(name);
    expect(ptBR.FilterStep).toHaveProperty(name);
  });

  it.each(reasons)("%s", (reason) => {
    expect(ptBR.FilterReason).toHaveProperty(keyOf(reason));
  });
});

describe("the engine's sources", () => {
  it("stand where these tests look for them", () => {
    expect(readdirSync(ENGINE)).toEqual(expect.arrayContaining(["parameters", "validate", "filter"]));
  });
});
