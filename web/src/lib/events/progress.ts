/** The part of an analysis that progress events change. */
export interface FollowedAnalysis {
  files: {
    file_id: string;
    state: string;
    stage: string | null;
    progress: { done: number; total: number };
  }[];
}

export interface ProgressData {
  file_id?: string;
  stage?: string | null;
  done?: number;
  total?: number;
}

/** The analysis with one file's progress replaced; the same object when the event does not concern it. */
export function withProgress<T extends FollowedAnalysis>(analysis: T, data: ProgressData): T {
  if (typeof data.done !== "number" || typeof data.total !== "number") return analysis;
  const { done, total } = data;
  let changed = false;
  const files = analysis.files.map((file) => {
    if (file.file_id !== data.file_id) return file;
    changed = true;
    const state = file.state === "queued" ? "running" : file.state;
    return { ...file, state, stage: data.stage ?? file.stage, progress: { done, total } };
  });
  return changed ? { ...analysis, files } : analysis;
}
