"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { z } from "zod";
import { CardLoading } from "@/components/shell/card-loading";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { Field, Input } from "@/components/ui/field";
import { useChangePassword, useSignInMethods } from "@/lib/api/hooks/account";
import { useAccount } from "@/lib/session/context";
import { newPassword, PASSWORD_LENGTH } from "@/lib/session/password";

const schema = z.object({ current_password: z.string().min(1), new_password: newPassword });
const EMPTY = { current_password: "", new_password: "" };

/** The password, or where it is kept instead. */
export function PasswordCard() {
  const t = useTranslations("Password");
  const methods = useSignInMethods();
  return (
    <Card aria-labelledby="password">
      <CardHeader
        id="password"
        title={t("title")}
        hint={methods.data?.provider ? t("atProvider", { provider: methods.data.provider.name }) : t("hint")}
      />
      <CardLoading query={methods} className="h-24" />
      {methods.data?.local && <PasswordForm />}
    </Card>
  );
}

function PasswordForm() {
  const t = useTranslations("Password");
  const tAuth = useTranslations("Auth");
  const account = useAccount();
  const change = useChangePassword();
  const form = useForm({ resolver: zodResolver(schema), defaultValues: EMPTY });
  const { errors } = form.formState;
  const submit = form.handleSubmit((values) =>
    change.mutate(values, {
      onSuccess: () => {
        form.reset(EMPTY);
        toast.success(t("changed"));
      },
    }),
  );
  return (
    <form noValidate onSubmit={submit} className="grid gap-4 px-5 pb-5">
      <input type="hidden" autoComplete="username" value={account.email} readOnly />
      <Field label={t("current")} error={errors.current_password && tAuth("passwordMissing")}>
        {(control) => (
          <Input
            {...control}
            type="password"
            autoComplete="current-password"
            {...form.register("current_password")}
          />
        )}
      </Field>
      <Field
        label={t("next")}
        hint={tAuth("passwordHint", { length: PASSWORD_LENGTH })}
        error={errors.new_password && tAuth("passwordShort", { length: PASSWORD_LENGTH })}
      >
        {(control) => (
          <Input
            {...control}
            type="password"
            autoComplete="new-password"
            {...form.register("new_password")}
          />
        )}
      </Field>
      {change.error && <ProblemNotice error={change.error} titles={{ 403: t("wrong") }} />}
      <Button type="submit" variant="primary" className="justify-self-end" disabled={change.isPending}>
        {t("change")}
      </Button>
    </form>
  );
}
