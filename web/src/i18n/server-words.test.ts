import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import en from "../../messages/en.json";
import ptBR from "../../messages/pt-BR.json";

/** What the API can answer instead of what was asked for, read from its sources. */
const SERVER = path.join(import.meta.dirname, "..", "..", "..", "server", "massa_server");

/** These are about so many things that only the API's own words say which. */
const PARTICULAR = ["conflict", "invalid-request"];

const kinds = readdirSync(SERVER, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".py"))
  .flatMap((file) => [
    ...readFileSync(path.join(SERVER, file), "utf8").matchAll(/^ {4}kind = "([a-z-]+)"$/gm),
  ])
  .map((match) => match[1] ?? "");

describe("kinds of problems", () => {
  it("are found in the server", () => {
    expect(kinds).toEqual(expect.arrayContaining(["unavailable", "wrong-checksum", "sole-owner"]));
  });

  it.each(kinds)("%s has a title in both languages", (kind) => {
    expect(en.ProblemTitle).toHaveProperty([kind]);
    expect(ptBR.ProblemTitle).toHaveProperty([kind]);
  });

  it.each(kinds.filter((kind) => !PARTICULAR.includes(kind)))("%s says what to do in Portuguese", (kind) => {
    expect(ptBR.ProblemDetail).toHaveProperty([kind]);
  });
});
