"use client";

import { LogOut, UserMinus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { NativeSelect } from "@/components/ui/field";
import { Tooltip } from "@/components/ui/tooltip";
import { useRouter } from "@/i18n/navigation";
import { useRemoveMember, useUpdateMember } from "@/lib/api/hooks/projects";
import type { Member, Project, Role } from "@/lib/api/schema";
import { useAccount } from "@/lib/session/context";
import { ROLES } from "./roles-card";
import { useProjectName } from "./use-project-name";

interface MemberRowProps {
  project: Project;
  member: Member;
  mayManage: boolean;
}

/** One member: an owner changes the role or removes; everybody may leave. */
export function MemberRow({ project, member, mayManage }: MemberRowProps) {
  const t = useTranslations("Members");
  const isSelf = useAccount().id === member.user_id;
  const update = useUpdateMember(project.id, member.user_id);
  // While the change is on its way the control already shows it; a refusal puts it back.
  const role = update.isPending ? update.variables : member.role;
  return (
    <li className="grid gap-2 border-line border-b px-5 py-3 last:border-b-0">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-52">
          <p className="flex flex-wrap items-center gap-x-2 font-medium">
            <span className="break-words">{member.name}</span>
            {isSelf && <Badge tone="brand">{t("you")}</Badge>}
          </p>
          <p className="break-all text-[0.88rem] text-ink-faint">{member.email}</p>
        </div>
        {mayManage ? (
          <NativeSelect
            aria-label={t("roleOf", { name: member.name })}
            value={role}
            disabled={update.isPending}
            onChange={(event) => update.mutate(event.target.value as Role)}
            className="w-auto min-w-32"
          >
            {ROLES.map((one) => (
              <option key={one} value={one}>
                {t(`role_${one}`)}
              </option>
            ))}
          </NativeSelect>
        ) : (
          <Badge>{t(`role_${member.role}`)}</Badge>
        )}
        {isSelf ? (
          <LeaveButton project={project} member={member} />
        ) : (
          mayManage && <RemoveButton project={project} member={member} />
        )}
      </div>
      {update.error && <ProblemNotice error={update.error} />}
    </li>
  );
}

function RemoveButton({ project, member }: Omit<MemberRowProps, "mayManage">) {
  const t = useTranslations("Members");
  const [asking, setAsking] = useState(false);
  const remove = useRemoveMember(project.id, member.user_id);
  return (
    <>
      <Tooltip content={t("remove")}>
        <Button
          variant="ghost"
          size="icon"
          aria-label={t("removeNamed", { name: member.name })}
          onClick={() => setAsking(true)}
        >
          <UserMinus aria-hidden />
        </Button>
      </Tooltip>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t("removeTitle", { name: member.name })}
        text={t("removeText")}
        confirm={t("remove")}
        error={remove.error}
        pending={remove.isPending}
        onConfirm={() => remove.mutate()}
      />
    </>
  );
}

function LeaveButton({ project, member }: Omit<MemberRowProps, "mayManage">) {
  const t = useTranslations("Members");
  const nameOf = useProjectName();
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const leave = useRemoveMember(project.id, member.user_id);
  return (
    <>
      <Tooltip content={t("leave")}>
        <Button variant="ghost" size="icon" aria-label={t("leave")} onClick={() => setAsking(true)}>
          <LogOut aria-hidden />
        </Button>
      </Tooltip>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t("leaveTitle", { name: nameOf(project) })}
        text={t("leaveText")}
        confirm={t("leave")}
        error={leave.error}
        pending={leave.isPending}
        onConfirm={() => leave.mutate(undefined, { onSuccess: () => router.push("/samples") })}
      />
    </>
  );
}
