import { describe, expect, it } from "vitest";
import { safeNext } from "./next";

const LOCALES = ["en", "pt-BR"];

describe("safeNext", () => {
  it.each([
    ["/en/samples/1?tab=psms", "/samples/1?tab=psms"],
    ["/pt-BR/analyses/2", "/analyses/2"],
    ["/projects/3", "/projects/3"],
  ])("leads from %s to %s", (address, path) => {
    expect(safeNext(address, LOCALES)).toBe(path);
  });

  it.each([
    null,
    "",
    "/",
    "/en",
    "/en/",
    "//evil.example",
    "/\\evil.example",
    "/en//evil.example",
    "https://evil.example",
  ])("leads nowhere from %s", (address) => {
    expect(safeNext(address, LOCALES)).toBeNull();
  });
});
