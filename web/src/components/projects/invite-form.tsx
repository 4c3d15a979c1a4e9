"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { z } from "zod";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Field, Input, NativeSelect } from "@/components/ui/field";
import { useAddMember } from "@/lib/api/hooks/projects";
import { ROLES } from "./roles-card";

const schema = z.object({ email: z.email(), role: z.enum(ROLES) });

/** Shares the project with somebody who has an account. */
export function InviteForm({ projectId }: { projectId: string }) {
  const t = useTranslations("Members");
  const add = useAddMember(projectId);
  const form = useForm<z.infer<typeof schema>>({
    resolver: zodResolver(schema),
    defaultValues: { email: "", role: "viewer" },
  });
  const submit = form.handleSubmit((values) =>
    add.mutate(values, {
      onSuccess: (member) => {
        form.reset();
        toast.success(t("added", { name: member.name }));
      },
    }),
  );
  return (
    <form noValidate onSubmit={submit} className="grid gap-3 border-line border-t p-5">
      <div className="grid items-start gap-x-3 gap-y-3 sm:grid-cols-[minmax(0,1fr)_auto_auto]">
        <Field
          label={t("email")}
          hint={t("emailHint")}
          error={form.formState.errors.email && t("emailInvalid")}
        >
          {(control) => <Input {...control} type="email" autoComplete="off" {...form.register("email")} />}
        </Field>
        <Field label={t("role")}>
          {(control) => (
            <NativeSelect {...control} {...form.register("role")} className="min-w-32">
              {ROLES.map((role) => (
                <option key={role} value={role}>
                  {t(`role_${role}`)}
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
        <Button type="submit" variant="primary" className="sm:mt-7" disabled={add.isPending}>
          <UserPlus aria-hidden /> {t("add")}
        </Button>
      </div>
      {add.error && (
        <ProblemNotice error={add.error} titles={{ 409: t("alreadyMember"), 422: t("noAccount") }} />
      )}
    </form>
  );
}
