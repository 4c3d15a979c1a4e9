"use client";

import { useTranslations } from "next-intl";
import { AuditCard } from "@/components/audit/audit-card";
import { Notice } from "@/components/ui/notice";
import { ProjectFrame } from "./project-frame";

/** Who did what in a project, for its owners. */
export function ActivityPage({ projectId }: { projectId: string }) {
  const t = useTranslations("Audit");
  return (
    <ProjectFrame projectId={projectId}>
      {(project) =>
        project.role === "owner" ? (
          <AuditCard projectId={projectId} />
        ) : (
          <Notice tone="info">{t("ownersOnly")}</Notice>
        )
      }
    </ProjectFrame>
  );
}
