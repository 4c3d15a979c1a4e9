"use client";

import { RecordActions } from "@/components/shell/record-actions";
import { useDeleteProject, useUpdateProject } from "@/lib/api/hooks/projects";
import type { Project } from "@/lib/api/schema";

/** What an owner does with a project as a whole. The personal one stays as it is: it goes with its account. */
export function ProjectActions({ project }: { project: Project }) {
  const update = useUpdateProject(project.id);
  const remove = useDeleteProject(project.id);
  if (project.role !== "owner" || project.is_personal) return null;
  return <RecordActions words="Project" record={project} update={update} remove={remove} />;
}
