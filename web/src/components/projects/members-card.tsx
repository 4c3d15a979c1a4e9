"use client";

import { useTranslations } from "next-intl";
import { CardLoading } from "@/components/shell/card-loading";
import { Card, CardHeader } from "@/components/ui/card";
import { useMembers } from "@/lib/api/hooks/projects";
import type { Project } from "@/lib/api/schema";
import { InviteForm } from "./invite-form";
import { MemberRow } from "./member-row";

/** The people of a project; owners invite, change roles and remove. */
export function MembersCard({ project }: { project: Project }) {
  const t = useTranslations("Members");
  const members = useMembers(project.id);
  const mayManage = project.role === "owner";
  return (
    <Card aria-labelledby="members">
      <CardHeader id="members" title={t("title")} hint={mayManage ? t("hintOwner") : t("hintOthers")} />
      <CardLoading query={members} className="h-24" />
      {members.data && (
        <ul className="border-line border-t">
          {members.data.map((member) => (
            <MemberRow key={member.user_id} project={project} member={member} mayManage={mayManage} />
          ))}
        </ul>
      )}
      {mayManage && <InviteForm projectId={project.id} />}
    </Card>
  );
}
