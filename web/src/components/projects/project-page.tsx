"use client";

import { useTranslations } from "next-intl";
import { Breadcrumb } from "@/components/shell/breadcrumb";
import { PageProblem } from "@/components/shell/page-problem";
import { Skeleton } from "@/components/ui/skeleton";
import { useProject } from "@/lib/api/hooks/projects";
import { MembersCard } from "./members-card";
import { ProjectActions } from "./project-actions";
import { RolesCard } from "./roles-card";
import { isOwnPersonal, useProjectName } from "./use-project-name";

/** A project: who is in it, and what each of them may do. */
export function ProjectPage({ projectId }: { projectId: string }) {
  const t = useTranslations("Project");
  const nameOf = useProjectName();
  const project = useProject(projectId);
  if (project.error) return <PageProblem error={project.error} onRetry={() => void project.refetch()} />;
  if (!project.data) return <Skeleton className="h-96" />;
  return (
    <>
      <Breadcrumb crumbs={[{ href: `/samples?project=${projectId}`, label: t("samples") }]} />
      <div className="mb-6 flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h1 className="break-words font-serif text-[2.1rem] leading-tight tracking-[-0.015em]">
            {nameOf(project.data)}
          </h1>
          <p className="mt-1 max-w-prose text-ink-soft">
            {isOwnPersonal(project.data) ? t("personalLead") : project.data.description || t("lead")}
          </p>
        </div>
        <ProjectActions project={project.data} />
      </div>
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_23rem]">
        <MembersCard project={project.data} />
        <RolesCard own={project.data.role} />
      </div>
    </>
  );
}
