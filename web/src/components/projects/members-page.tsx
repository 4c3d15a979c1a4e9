"use client";

import { MembersCard } from "./members-card";
import { ProjectFrame } from "./project-frame";
import { RolesCard } from "./roles-card";

/** Who is in a project, and what each of them may do. */
export function MembersPage({ projectId }: { projectId: string }) {
  return (
    <ProjectFrame projectId={projectId}>
      {(project) => (
        <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_23rem]">
          <MembersCard project={project} />
          <RolesCard own={project.role} />
        </div>
      )}
    </ProjectFrame>
  );
}
