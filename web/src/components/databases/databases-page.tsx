"use client";

import { ProjectFrame } from "@/components/projects/project-frame";
import { DatabasesCard } from "./databases-card";

/** The protein databases that a project can search. */
export function DatabasesPage({ projectId }: { projectId: string }) {
  return (
    <ProjectFrame projectId={projectId}>
      {(project) => <DatabasesCard projectId={projectId} mayEdit={project.role !== "viewer"} />}
    </ProjectFrame>
  );
}
