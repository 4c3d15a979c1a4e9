"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { Link } from "@/i18n/navigation";
import { api, unwrap } from "@/lib/api/client";
import { newPassword, PASSWORD_LENGTH } from "@/lib/session/password";
import { useEnter } from "./use-enter";

const schema = z.object({
  name: z.string().trim().min(1),
  email: z.email(),
  password: newPassword,
});

export function SignUpForm() {
  const t = useTranslations("Auth");
  const locale = useLocale();
  const enter = useEnter();
  const form = useForm({
    resolver: zodResolver(schema),
    defaultValues: { name: "", email: "", password: "" },
  });
  const signUp = useMutation({
    mutationFn: (values: z.infer<typeof schema>) =>
      unwrap(api.POST("/api/auth/sign-up", { body: { ...values, locale } })),
    onSuccess: enter,
  });
  const { errors } = form.formState;
  return (
    <>
      <h1 className="font-serif text-[2.1rem] leading-tight tracking-[-0.015em]">{t("signUpTitle")}</h1>
      <p className="mt-1.5 mb-7 text-ink-soft">{t("signUpLead")}</p>
      <form
        noValidate
        onSubmit={form.handleSubmit((values) => signUp.mutate(values))}
        className="grid gap-4.5"
      >
        <Field label={t("name")} error={errors.name && t("nameMissing")}>
          {(control) => <Input {...control} autoComplete="name" {...form.register("name")} />}
        </Field>
        <Field label={t("email")} error={errors.email && t("emailInvalid")}>
          {(control) => <Input {...control} type="email" autoComplete="email" {...form.register("email")} />}
        </Field>
        <Field
          label={t("password")}
          hint={t("passwordHint", { length: PASSWORD_LENGTH })}
          error={errors.password && t("passwordShort", { length: PASSWORD_LENGTH })}
        >
          {(control) => (
            <Input {...control} type="password" autoComplete="new-password" {...form.register("password")} />
          )}
        </Field>
        {signUp.error && <ProblemNotice error={signUp.error} titles={{ 409: t("emailTaken") }} />}
        <Button type="submit" variant="primary" size="lg" disabled={signUp.isPending || signUp.isSuccess}>
          {signUp.isPending || signUp.isSuccess ? t("signingUp") : t("signUp")}
        </Button>
      </form>
      <p className="mt-6 text-[0.93rem] text-ink-soft">
        {t.rich("toSignIn", {
          link: (text) => (
            <Link href="/sign-in" className="font-medium text-brand underline underline-offset-3">
              {text}
            </Link>
          ),
        })}
      </p>
    </>
  );
}
