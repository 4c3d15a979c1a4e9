import { describe, expect, it } from "vitest";
import en from "../../messages/en.json";
import ptBR from "../../messages/pt-BR.json";

type Messages = { [key: string]: string | Messages };

function flatten(messages: Messages, prefix = ""): Map<string, string> {
  return new Map(
    Object.entries(messages).flatMap(([key, value]): [string, string][] =>
      typeof value === "string" ? [[prefix + key, value]] : [...flatten(value, `${prefix}${key}.`)],
    ),
  );
}

/** The names that a message takes: {name}, {count, plural, …} and <link>. */
function placeholders(message: string): string[] {
  const withoutChoices = message.replace(/(?:=\d+|one|other|yes|no) \{(\w[^{}]*)\}/g, "$1");
  const names = [...withoutChoices.matchAll(/\{(\w+)\s*[,}]/g), ...message.matchAll(/<(\w+)>/g)];
  return [...new Set(names.map((match) => match[1] ?? ""))].sort();
}

describe("messages", () => {
  const english = flatten(en);
  const portuguese = flatten(ptBR);

  /** What the engine and the API say in English by themselves, and in more detail than a translated code can. */
  const saidInEnglish = (key: string) =>
    /^(ChoiceReason|Warning|FilterReason|ProblemDetail)\.|^Parameters\.about_/.test(key);

  it("are the same in both languages", () => {
    const portugueseKeys = [...portuguese.keys()].filter((key) => !saidInEnglish(key));
    expect(portugueseKeys.sort()).toEqual([...english.keys()].sort());
  });

  it.each([...english.keys()])("%s takes the same values", (key) => {
    expect(placeholders(portuguese.get(key) ?? "")).toEqual(placeholders(english.get(key) ?? ""));
  });
});
