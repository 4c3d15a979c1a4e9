import { describe, expect, it } from "vitest";
import { haltedUploads, progressOfFiles } from "./progress";

describe("progressOfFiles", () => {
  it("tells what can be analysed from what is on its way; what was rejected is neither", () => {
    expect(
      progressOfFiles([
        { id: "a", status: "ready" },
        { id: "b", status: "uploading" },
        { id: "c", status: "inspecting" },
        { id: "d", status: "rejected" },
      ]),
    ).toEqual({ ready: ["a"], onTheWay: 2 });
  });
});

describe("haltedUploads", () => {
  const files = ["a", "b", "c", "d"].map((id) => ({ id, status: "uploading" as const }));

  it("counts uploads that wait for somebody", () => {
    expect(
      haltedUploads(files, [
        { fileId: "a", status: "uploading" },
        { fileId: "b", status: "paused" },
        { fileId: "c", status: "waiting_for_file" },
      ]),
    ).toBe(2);
  });

  it("leaves out what another browser sends", () => {
    expect(haltedUploads(files, [])).toBe(0);
  });

  it("leaves out what has arrived since", () => {
    expect(haltedUploads([{ id: "a", status: "inspecting" }], [{ fileId: "a", status: "done" }])).toBe(0);
  });
});
