"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Breadcrumb } from "@/components/shell/breadcrumb";
import { PageProblem } from "@/components/shell/page-problem";
import { SectionNav } from "@/components/ui/section-nav";
import { Skeleton } from "@/components/ui/skeleton";
import { useProject } from "@/lib/api/hooks/projects";
import type { Project } from "@/lib/api/schema";
import { ProjectActions } from "./project-actions";
import { isOwnPersonal, useProjectName } from "./use-project-name";

interface ProjectFrameProps {
  projectId: string;
  children: (project: Project) => ReactNode;
}

/** A project: what it is called, and the pages about it. */
export function ProjectFrame({ projectId, children }: ProjectFrameProps) {
  const t = useTranslations("Project");
  const nameOf = useProjectName();
  const project = useProject(projectId);
  if (project.error) return <PageProblem error={project.error} onRetry={() => void project.refetch()} />;
  if (!project.data) return <Skeleton className="h-96" />;
  const address = `/projects/${projectId}`;
  return (
    <>
      <Breadcrumb crumbs={[{ href: `/samples?project=${projectId}`, label: t("samples") }]} />
      <div className="mb-3 flex flex-wrap items-start justify-between gap-3">
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
      <SectionNav
        label={t("title")}
        sections={[
          { href: address, label: t("section_members") },
          { href: `${address}/databases`, label: t("section_databases") },
          ...(project.data.role === "owner"
            ? [{ href: `${address}/activity`, label: t("section_activity") }]
            : []),
        ]}
      />
      {children(project.data)}
    </>
  );
}
