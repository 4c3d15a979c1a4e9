/** The names of what pages keep of the API: one place, so that events can mark the right things stale. */
export const queryKeys = {
  signInMethods: () => ["sign-in-methods"] as const,
  usage: () => ["usage"] as const,
  sessions: () => ["sessions"] as const,
  accessTokens: () => ["access-tokens"] as const,
  /** What was done in a project, or by oneself without one. */
  audit: (projectId: string | null, ...rest: readonly unknown[]) => ["audit", projectId, ...rest] as const,
  projects: () => ["projects"] as const,
  project: (projectId: string) => ["project", projectId] as const,
  members: (projectId: string) => ["members", projectId] as const,
  samples: (projectId: string) => ["samples", projectId] as const,
  sample: (sampleId: string) => ["sample", sampleId] as const,
  files: (sampleId: string) => ["files", sampleId] as const,
  analyses: (sampleId: string) => ["analyses", sampleId] as const,
  analysis: (analysisId: string) => ["analysis", analysisId] as const,
  databases: (projectId: string) => ["databases", projectId] as const,
  parameterSchema: () => ["parameter-schema"] as const,
  /** Everything of one file's result; more parts follow. */
  result: (analysisId: string, fileId: string, ...rest: readonly unknown[]) =>
    ["result", analysisId, fileId, ...rest] as const,
  resultsOf: (analysisId: string) => ["result", analysisId] as const,
};
