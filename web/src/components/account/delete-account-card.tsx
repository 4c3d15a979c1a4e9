"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button, buttonStyles } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { stopUploads } from "@/components/uploads/uploads-provider";
import { getPathname, Link, useRouter } from "@/i18n/navigation";
import { plannedAnalyses } from "@/lib/analyses/planned";
import { useDeleteAccount, useSignInMethods } from "@/lib/api/hooks/account";
import { ApiError } from "@/lib/api/problem";
import type { Provider } from "@/lib/api/schema";
import { useAccount } from "@/lib/session/context";
import { signInAddress } from "@/lib/session/sign-in-address";

/** The end of an account: what goes, what stays, and a way that nobody takes by mistake. */
export function DeleteAccountCard() {
  const t = useTranslations("DeleteAccount");
  const [open, setOpen] = useState(false);
  return (
    <Card aria-labelledby="delete-account">
      <CardHeader
        id="delete-account"
        title={t("title")}
        hint={t("hint")}
        actions={
          <Button variant="danger" onClick={() => setOpen(true)}>
            {t("open")}
          </Button>
        }
      />
      {open && <DeleteAccountDialog onClose={() => setOpen(false)} />}
    </Card>
  );
}

function DeleteAccountDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("DeleteAccount");
  const account = useAccount();
  const methods = useSignInMethods();
  const leave = useLeave();
  const remove = useDeleteAccount();
  const hasPassword = methods.data?.local ?? false;
  const form = useForm({ defaultValues: { email: "", password: "" } });
  const { errors } = form.formState;
  const submit = form.handleSubmit(({ password }) =>
    remove.mutate({ password: hasPassword ? password : null }, { onSuccess: leave }),
  );
  return (
    <Dialog open onOpenChange={onClose} title={t("dialogTitle")} description={t("dialogText")}>
      <form noValidate onSubmit={submit} className="grid gap-4">
        <Consequences title={t("goes")} items={[t("goesProjects"), t("goesAccount"), t("goesAddress")]} />
        <Consequences title={t("stays")} items={[t("staysShared"), t("staysAudit")]} />
        <Field
          label={t("typeEmail", { email: account.email })}
          error={errors.email && t("emailDiffers", { email: account.email })}
        >
          {(control) => (
            <Input
              {...control}
              autoComplete="off"
              spellCheck={false}
              {...form.register("email", {
                validate: (value) => value.trim().toLowerCase() === account.email.toLowerCase(),
              })}
            />
          )}
        </Field>
        {hasPassword && (
          <Field label={t("password")} error={errors.password && t("passwordMissing")}>
            {(control) => (
              <Input
                {...control}
                type="password"
                autoComplete="current-password"
                {...form.register("password", { required: true })}
              />
            )}
          </Field>
        )}
        {remove.error && <Refusal error={remove.error} provider={methods.data?.provider ?? null} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t("keep")}</Button>
          <Button
            type="submit"
            variant="danger"
            disabled={!methods.data || remove.isPending || remove.isSuccess}
          >
            {t("confirm")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Lets go of everything of the person in this window. */
function useLeave() {
  const t = useTranslations("DeleteAccount");
  const router = useRouter();
  const queries = useQueryClient();
  return () => {
    plannedAnalyses.clear();
    stopUploads();
    queries.clear();
    toast.success(t("done"));
    router.replace("/sign-in");
    router.refresh();
  };
}

function Consequences({ title, items }: { title: string; items: readonly string[] }) {
  return (
    <div>
      <h3 className="font-semibold text-[0.93rem]">{title}</h3>
      <ul className="mt-1 grid gap-1 text-[0.92rem] text-ink-soft">
        {items.map((item) => (
          <li
            key={item}
            className="relative pl-4 before:absolute before:top-[0.65em] before:left-0 before:h-px before:w-2.5 before:bg-line-strong"
          >
            {item}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Why the account could not be deleted, with the way to what has to be done first. */
function Refusal({ error, provider }: { error: Error; provider: Provider | null }) {
  const t = useTranslations("DeleteAccount");
  const locale = useLocale();
  const problem = error instanceof ApiError ? error : null;
  if (problem?.kind === "sole-owner") {
    return (
      <Notice tone="mismatch" live title={t("soleOwnerTitle")}>
        {t("soleOwnerText")}
        <ul className="mt-1 list-disc pl-5">
          {problem.problem.errors?.map(({ pointer, message }) => (
            <li key={pointer}>
              <Link href={pointer.replace(/^#/, "")} className="underline underline-offset-3">
                {message}
              </Link>
            </li>
          ))}
        </ul>
      </Notice>
    );
  }
  if (problem?.kind === "not-confirmed" && provider) {
    const back = getPathname({ href: "/account", locale });
    return (
      <Notice
        tone="mismatch"
        live
        title={t("signInAgainTitle")}
        actions={
          <a href={signInAddress(provider, back)} className={buttonStyles({ size: "sm" })}>
            {t("signInAgain")}
          </a>
        }
      >
        {t("signInAgainText")}
      </Notice>
    );
  }
  return <ProblemNotice error={error} titles={{ 403: t("wrongPassword") }} />;
}
