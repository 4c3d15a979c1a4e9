import { describe, expect, it } from "vitest";
import { type Probe, ServiceWatch } from "./watch";

function watchOver(outcomes: Awaited<ReturnType<Probe>>[]) {
  const waiting: (() => void)[] = [];
  const pauses: number[] = [];
  const watch = new ServiceWatch(
    () => Promise.resolve(outcomes.shift() ?? "answered"),
    (callback, delayMs) => {
      pauses.push(delayMs);
      waiting.push(callback);
    },
  );
  const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
  const next = async () => {
    waiting.shift()?.();
    await settle();
  };
  return { watch, pauses, settle, next };
}

describe("ServiceWatch", () => {
  it("takes a refusal that is over at once for what it is", async () => {
    const { watch, settle } = watchOver(["answered"]);
    const seen: boolean[] = [];
    watch.subscribe(() => seen.push(watch.get()));
    watch.refused(5);
    await settle();
    expect(seen).toEqual([]);
  });

  it("asks, with the pauses that the API wishes, until the database is back", async () => {
    const { watch, pauses, settle, next } = watchOver(["refused", "unknown", "answered"]);
    watch.refused(5);
    await settle();
    expect(watch.get()).toBe(true);
    await next();
    expect(watch.get()).toBe(true);
    await next();
    expect(watch.get()).toBe(false);
    expect(pauses).toEqual([5000, 5000]);
  });

  it("asks one question at a time, however many requests are refused", async () => {
    const { watch, pauses, settle } = watchOver(["refused", "refused", "refused"]);
    for (let i = 0; i < 20; i++) watch.refused(0);
    await settle();
    expect(pauses).toEqual([1000]);
  });

  it("believes an answer from memory without asking", async () => {
    const { watch, settle } = watchOver(["unknown"]);
    watch.answeredFromMemory(5);
    expect(watch.get()).toBe(true);
    await settle();
    expect(watch.get()).toBe(true);
  });
});
