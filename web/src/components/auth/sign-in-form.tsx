"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { api, unwrap } from "@/lib/api/client";
import { useEnter } from "./use-enter";

const schema = z.object({ email: z.email(), password: z.string().min(1) });

/** E-mail address and password. */
export function SignInForm() {
  const t = useTranslations("Auth");
  const enter = useEnter();
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { email: "", password: "" } });
  const signIn = useMutation({
    mutationFn: (body: z.infer<typeof schema>) => unwrap(api.POST("/api/auth/sign-in", { body })),
    onSuccess: enter,
  });
  const { errors } = form.formState;
  return (
    <form noValidate onSubmit={form.handleSubmit((values) => signIn.mutate(values))} className="grid gap-4.5">
      <Field label={t("email")} error={errors.email && t("emailInvalid")}>
        {(control) => <Input {...control} type="email" autoComplete="email" {...form.register("email")} />}
      </Field>
      <Field label={t("password")} error={errors.password && t("passwordMissing")}>
        {(control) => (
          <Input
            {...control}
            type="password"
            autoComplete="current-password"
            {...form.register("password")}
          />
        )}
      </Field>
      {signIn.error && <ProblemNotice error={signIn.error} titles={{ 401: t("wrongCredentials") }} />}
      <Button type="submit" variant="primary" size="lg" disabled={signIn.isPending || signIn.isSuccess}>
        {signIn.isPending || signIn.isSuccess ? t("signingIn") : t("signIn")}
      </Button>
    </form>
  );
}
