import { describe, expect, it } from "vitest";
import { PlannedAnalyses, type PlannedAnalysis } from "./planned";

const planned = (id: string): PlannedAnalysis => ({
  sample: { id, name: id },
  body: { database_id: "d", preset: "auto", parameters: {} },
});

describe("PlannedAnalyses", () => {
  it("keeps one plan for each sample, the newest, and tells those who follow", () => {
    const plans = new PlannedAnalyses();
    let told = 0;
    const leave = plans.subscribe(() => told++);
    plans.plan(planned("s"));
    const newest = planned("s");
    plans.plan(newest);
    expect([...plans.get().values()]).toEqual([newest]);
    plans.drop("s");
    expect(plans.get().size).toBe(0);
    leave();
    plans.plan(planned("t"));
    expect(told).toBe(3);
  });

  it("lets a plan be started once, however often its component is made anew", () => {
    const plans = new PlannedAnalyses();
    const one = planned("s");
    expect([plans.claim(one), plans.claim(one), plans.claim(planned("s"))]).toEqual([true, false, true]);
  });
});
