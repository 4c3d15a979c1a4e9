import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import en from "../../../messages/en.json";
import { ALL_SUBJECTS, actionsOf, pageOf } from "./actions";

const SERVER = path.join(import.meta.dirname, "..", "..", "..", "..", "server", "massa_server");

/** Names of events, which are told in the past tense, are no actions. */
const EVENT = /\.(updated|deleted|progress)$/;

function recorded(): string[] {
  const sources = readdirSync(SERVER, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".py") && !file.includes("migrations"))
    .map((file) => readFileSync(path.join(SERVER, file), "utf8"));
  const subjects = new RegExp(`"((?:${ALL_SUBJECTS.join("|")})\\.[a-z_]+)"`, "g");
  const found = sources.flatMap((text) => [...text.matchAll(subjects)].map((match) => match[1] ?? ""));
  return [...new Set(found)].filter((action) => !EVENT.test(action)).sort();
}

describe("actions of the audit", () => {
  const actions = actionsOf(ALL_SUBJECTS);

  it("are those that the server records", () => {
    const written = actions.filter((action) => !action.endsWith(".read"));
    expect(recorded()).toEqual(written.sort());
  });

  it.each(actions)("%s has words", (action) => {
    expect(en.Audit).toHaveProperty(`action_${action.replace(".", "_")}`);
  });
});

describe("pageOf", () => {
  it("leads to what is still there", () => {
    expect(pageOf({ action: "sample.update", resource_id: "s" })).toBe("/samples/s");
    expect(pageOf({ action: "analysis.read", resource_id: "a" })).toBe("/analyses/a");
  });

  it("leads nowhere from what is gone or has no page", () => {
    expect(pageOf({ action: "sample.delete", resource_id: "s" })).toBeNull();
    expect(pageOf({ action: "analysis.expire", resource_id: "a" })).toBeNull();
    expect(pageOf({ action: "session.open", resource_id: null })).toBeNull();
  });
});
