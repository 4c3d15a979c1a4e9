"use client";

import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { Field, Input } from "@/components/ui/field";
import { useRouter } from "@/i18n/navigation";
import { useUpdateAccount } from "@/lib/api/hooks/account";
import { useAccount } from "@/lib/session/context";

/** How one is called. The e-mail is how others add one to a project; it does not change. */
export function ProfileCard() {
  const t = useTranslations("Account");
  const account = useAccount();
  const router = useRouter();
  const update = useUpdateAccount();
  const form = useForm({ defaultValues: { name: account.name } });
  const submit = form.handleSubmit(({ name }) =>
    update.mutate(
      { name: name.trim() },
      {
        onSuccess: () => {
          toast.success(t("saved"));
          router.refresh();
        },
      },
    ),
  );
  return (
    <Card aria-labelledby="profile">
      <CardHeader id="profile" title={t("profile")} hint={t("profileHint")} />
      <form noValidate onSubmit={submit} className="grid gap-4 px-5 pb-5">
        <Field label={t("name")} error={form.formState.errors.name && t("nameMissing")}>
          {(control) => (
            <Input
              {...control}
              autoComplete="name"
              {...form.register("name", { validate: (value) => value.trim() !== "" })}
            />
          )}
        </Field>
        <Field label={t("email")} hint={t("emailHint")}>
          {(control) => <Input {...control} type="email" value={account.email} readOnly />}
        </Field>
        {update.error && <ProblemNotice error={update.error} />}
        <Button type="submit" variant="primary" className="justify-self-end" disabled={update.isPending}>
          {t("save")}
        </Button>
      </form>
    </Card>
  );
}
