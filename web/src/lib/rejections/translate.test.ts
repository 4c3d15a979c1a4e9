import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ptBR } from "./pt-br";
import { translateRejection } from "./translate";

const ENGINE = path.join(import.meta.dirname, "..", "..", "..", "..", "engine", "src");
const READERS = path.join(ENGINE, "io");

/** The sentences in C++: literals with a blank, in what `reject` is given and in what it is given by name. */
function sentencesOfReaders(): string[] {
  const found = new Set<string>();
  for (const file of readdirSync(READERS)) {
    const text = readFileSync(path.join(READERS, file), "utf8");
    const said = [
      ...text.matchAll(/\breject\(([\s\S]*?)\);/g),
      ...text.matchAll(/constexpr const char\* \w+ = ("[^"]+");/g),
      ...text.matchAll(/unsupported_ = fmt::format\(([\s\S]*?)\);/g),
      ...(file === "peak_array.cpp" ? text.matchAll(/return ("[^"]+");/g) : []),
      ...(file === "detect.cpp" ? text.matchAll(/Signature signatures\[\] = \{([\s\S]*?)\n\};/g) : []),
    ];
    for (const [, part = ""] of said)
      for (const [, literal = "", isBytes] of part.matchAll(/"((?:[^"\\]|\\.)*)"(sv)?/g))
        if (!isBytes && /^[a-z'{].* /i.test(literal)) found.add(literal);
  }
  return [...found].sort();
}

describe("sentences of the readers", () => {
  const sentences = sentencesOfReaders();

  it("are found in the engine's sources", () => {
    expect(sentences).toEqual(
      expect.arrayContaining([
        "is a Thermo .raw file",
        "the XML is malformed",
        "the file is damaged: copy or convert it again",
        "'{}' is no residue",
      ]),
    );
    expect(sentences.length).toBeGreaterThan(80);
  });

  it.each(sentences)("%s", (sentence) => {
    expect({ ...ptBR.problems, ...ptBR.remedies }).toHaveProperty([sentence]);
  });
});

describe("translateRejection", () => {
  it.each([
    [
      "notes.mzML, line 1: is text of a kind that is not known: 'hello'; give an mzML, mzXML or MGF file with spectra",
      "notes.mzML, linha 1: é texto de um tipo desconhecido: 'hello'; forneça um arquivo mzML, mzXML ou MGF com espectros",
    ],
    [
      "a: b.mzML, byte 12, spectrum scan=7: there are 3 m/z values but 4 intensities; correct or remove the line",
      "a: b.mzML, byte 12, espectro scan=7: há 3 valores de m/z, mas 4 intensidades; corrija ou retire a linha",
    ],
    [
      "x.raw: is binary; .raw files are vendor formats; convert it to mzML with msConvert (ProteoWizard) or ThermoRawFileParser",
      "x.raw: é binário; arquivos .raw são de formatos de fabricantes; converta-o para mzML com o msConvert (ProteoWizard) ou o ThermoRawFileParser",
    ],
    [
      "x.fasta is a FASTA file of protein sequences, not of spectra; upload it as a protein database.",
      "x.fasta é um arquivo FASTA de sequências de proteínas, não de espectros; envie-o como banco de proteínas.",
    ],
    [
      "parameter missed_cleavages: 99 is above the greatest value 10",
      "parâmetro missed_cleavages: 99 está acima do maior valor, 10",
    ],
  ])("%s", (text, translation) => {
    expect(translateRejection(text, ptBR)).toBe(translation);
  });

  it("leaves what it does not know as it is", () => {
    const text = "x.mzML: is something new; do this; do that";
    expect(translateRejection(text, ptBR)).toBe(text);
  });

  it("does not take what stands in a text for a hole of its own", () => {
    expect(
      translateRejection("a {} b.mgf is a file of spectra (MGF); a database is a FASTA file.", ptBR),
    ).toBe("a {} b.mgf é um arquivo de espectros (MGF); um banco é um arquivo FASTA.");
  });
});
