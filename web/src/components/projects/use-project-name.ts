"use client";

import { useTranslations } from "next-intl";
import type { Project } from "@/lib/api/schema";

/** Whether a project is the one that came with the reader's own account; another's that is shared is not. */
export function isOwnPersonal({ is_personal, role }: Pick<Project, "is_personal" | "role">): boolean {
  return is_personal && role === "owner";
}

/** How a project is called on pages. */
export function useProjectName(): (project: Project) => string {
  const t = useTranslations("Projects");
  return (project) => (isOwnPersonal(project) ? t("personal") : project.name);
}
