import { describe, expect, it } from "vitest";
import { queryKeys } from "@/lib/api/query-keys";
import { invalidatedBy } from "./invalidation";
import { withProgress } from "./progress";

describe("invalidatedBy", () => {
  it("refreshes a sample and its files when a file changes", () => {
    expect(
      invalidatedBy({ type: "file.updated", data: { project_id: "p", sample_id: "s", file_id: "f" } }),
    ).toEqual([queryKeys.samples("p"), queryKeys.sample("s"), queryKeys.files("s")]);
  });

  it("refreshes an analysis, its sample's list and its results when it changes", () => {
    const keys = invalidatedBy({
      type: "analysis.updated",
      data: { project_id: "p", sample_id: "s", analysis_id: "a" },
    });
    expect(keys).toContainEqual(queryKeys.analyses("s"));
    expect(keys).toContainEqual(queryKeys.analysis("a"));
    expect(keys).toContainEqual(queryKeys.resultsOf("a"));
  });

  it("refreshes a project and who is in it when either changes", () => {
    expect(invalidatedBy({ type: "project.updated", data: { project_id: "p" } })).toEqual([
      queryKeys.projects(),
      queryKeys.project("p"),
      queryKeys.members("p"),
    ]);
  });

  it("asks no more of a project that is gone", () => {
    expect(invalidatedBy({ type: "project.deleted", data: { project_id: "p" } })).toEqual([
      queryKeys.projects(),
    ]);
  });

  it("knows nothing to do for an unknown event", () => {
    expect(invalidatedBy({ type: "weather.updated", data: {} })).toEqual([]);
  });
});

describe("withProgress", () => {
  const analysis = {
    state: "running",
    files: [
      { file_id: "f1", state: "queued", stage: "read", progress: { done: 0, total: 10 } },
      { file_id: "f2", state: "queued", stage: null, progress: { done: 0, total: 0 } },
    ],
  };

  it("moves one file on, which has begun with its first progress", () => {
    const next = withProgress(analysis, { file_id: "f1", stage: "search", done: 3, total: 9 });
    expect(next.files[0]).toEqual({
      file_id: "f1",
      state: "running",
      stage: "search",
      progress: { done: 3, total: 9 },
    });
    expect(next.files[1]).toBe(analysis.files[1]);
  });

  it("leaves the analysis as it is when the event says nothing of it", () => {
    expect(withProgress(analysis, { file_id: "other", done: 1, total: 2 })).toBe(analysis);
    expect(withProgress(analysis, { file_id: "f1" })).toBe(analysis);
  });
});
