import { queryKeys } from "@/lib/api/query-keys";

export const EVENT_TYPES = [
  "project.updated",
  "project.deleted",
  "sample.updated",
  "sample.deleted",
  "file.updated",
  "file.deleted",
  "database.updated",
  "database.deleted",
  "analysis.updated",
  "analysis.deleted",
  "analysis_file.progress",
] as const;

export interface ServerEvent {
  type: string;
  data: {
    project_id?: string;
    sample_id?: string;
    file_id?: string;
    analysis_id?: string;
    [field: string]: unknown;
  };
}

/** The queries that an event makes stale. */
export function invalidatedBy({ type, data }: ServerEvent): (readonly unknown[])[] {
  const keys: (readonly unknown[])[] = [];
  const { project_id, sample_id, analysis_id } = data;
  const subject = type.split(".")[0];
  if (subject === "project") keys.push(queryKeys.projects());
  if (type === "project.updated" && project_id)
    keys.push(queryKeys.project(project_id), queryKeys.members(project_id));
  if (subject === "database" && project_id) keys.push(queryKeys.databases(project_id));
  if (subject === "sample" || subject === "file" || subject === "analysis") {
    if (project_id) keys.push(queryKeys.samples(project_id));
    if (sample_id) keys.push(queryKeys.sample(sample_id));
  }
  if (subject === "file" && sample_id) keys.push(queryKeys.files(sample_id));
  if (subject === "analysis" && sample_id) keys.push(queryKeys.analyses(sample_id));
  if (analysis_id) keys.push(queryKeys.analysis(analysis_id));
  if (subject === "analysis" && analysis_id) keys.push(queryKeys.resultsOf(analysis_id));
  return keys;
}
