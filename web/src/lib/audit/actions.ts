/** What the API records, by what it is about; `actions.test.ts` compares it with the server's sources. */
export const AUDIT_ACTIONS = {
  session: ["open", "refuse", "close", "revoke", "revoke_others"],
  user: ["create", "update", "change_password", "delete"],
  identity: ["link"],
  token: ["create", "revoke"],
  project: ["create", "read", "update", "delete"],
  member: ["add", "update", "remove"],
  sample: ["create", "read", "update", "delete"],
  file: ["create", "complete", "read", "update", "abort", "abandon", "delete", "expire"],
  database: ["create", "complete", "read", "abort", "abandon", "delete"],
  analysis: ["create", "read", "cancel", "retry", "delete", "expire"],
} as const;

export type AuditSubject = keyof typeof AUDIT_ACTIONS;

/** What can happen within a project; all else is about a person. */
export const PROJECT_SUBJECTS: readonly AuditSubject[] = [
  "project",
  "member",
  "sample",
  "file",
  "database",
  "analysis",
];

export const ALL_SUBJECTS = Object.keys(AUDIT_ACTIONS) as AuditSubject[];

/** Actions by name, such as `sample.create`, of some subjects. */
export function actionsOf(subjects: readonly AuditSubject[]): string[] {
  return subjects.flatMap((subject) => AUDIT_ACTIONS[subject].map((verb) => `${subject}.${verb}`));
}

/** The page of what an action was about, where it has one and can still be there. */
export function pageOf({
  action,
  resource_id,
}: {
  action: string;
  resource_id: string | null;
}): string | null {
  const [subject, verb] = action.split(".");
  if (resource_id === null || verb === "delete" || verb === "expire") return null;
  if (subject === "sample") return `/samples/${resource_id}`;
  if (subject === "analysis") return `/analyses/${resource_id}`;
  if (subject === "project") return `/projects/${resource_id}`;
  return null;
}
