"use client";

import { Check, Copy } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, NativeSelect } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { useCreateAccessToken } from "@/lib/api/hooks/credentials";
import type { NewAccessToken, Scope } from "@/lib/api/schema";
import { formatDay } from "@/lib/format/dates";

const LIFETIMES_DAYS = [7, 30, 90, 180, 365];
const SCOPES: Record<"read" | "write", Scope[]> = { read: ["read"], write: ["read", "write"] };

/** Makes an access token, and then shows it this once. */
export function NewTokenDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("Tokens");
  const [made, setMade] = useState<NewAccessToken | null>(null);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={made ? t("madeTitle", { name: made.name }) : t("new")}
      description={made ? t("madeText") : t("newHint")}
    >
      {made ? <MadeToken token={made} onClose={onClose} /> : <NewTokenForm onMade={setMade} />}
    </Dialog>
  );
}

function NewTokenForm({ onMade }: { onMade: (token: NewAccessToken) => void }) {
  const t = useTranslations("Tokens");
  const locale = useLocale();
  const create = useCreateAccessToken();
  const form = useForm<{ name: string; scope: "read" | "write"; days: string }>({
    defaultValues: { name: "", scope: "read", days: "90" },
  });
  const expiry = new Date(Date.now() + Number(form.watch("days")) * 24 * 3600 * 1000).toISOString();
  const submit = form.handleSubmit(({ name, scope, days }) =>
    create.mutate(
      { name: name.trim(), scopes: SCOPES[scope], expires_in_days: Number(days) },
      { onSuccess: onMade },
    ),
  );
  return (
    <form noValidate onSubmit={submit} className="grid gap-4">
      <Field label={t("name")} hint={t("nameHint")} error={form.formState.errors.name && t("nameMissing")}>
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            maxLength={200}
            {...form.register("name", { validate: (value) => value.trim() !== "" })}
          />
        )}
      </Field>
      <fieldset className="grid gap-2">
        <legend className="mb-1.5 font-medium text-[0.9rem]">{t("scope")}</legend>
        {(["read", "write"] as const).map((scope) => (
          <label key={scope} className="flex items-start gap-2.5 text-[0.93rem]">
            <input
              type="radio"
              value={scope}
              className="mt-1 size-4 accent-(--brand)"
              {...form.register("scope")}
            />
            <span>
              <span className="font-medium">{t(`scope_${scope}`)}</span>
              <span className="block text-[0.88rem] text-ink-faint">{t(`scope_${scope}_may`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <Field label={t("lifetime")} hint={t("expiresOn", { day: formatDay(expiry, locale) })}>
        {(control) => (
          <NativeSelect {...control} {...form.register("days")}>
            {LIFETIMES_DAYS.map((days) => (
              <option key={days} value={days}>
                {t("days", { count: days })}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      {create.error && <ProblemNotice error={create.error} />}
      <Button type="submit" variant="primary" className="justify-self-end" disabled={create.isPending}>
        {t("create")}
      </Button>
    </form>
  );
}

function MadeToken({ token, onClose }: { token: NewAccessToken; onClose: () => void }) {
  const t = useTranslations("Tokens");
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = () =>
    navigator.clipboard.writeText(token.token).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  const example = `curl -H "Authorization: Bearer $MASSA_TOKEN" ${window.location.origin}/api/projects`;
  return (
    <div className="grid gap-4">
      <Field label={t("token")}>
        {(control) => (
          <div className="flex gap-2">
            <Input
              {...control}
              readOnly
              value={token.token}
              onFocus={(event) => event.target.select()}
              className="font-mono text-[0.86rem]"
            />
            <Button onClick={copy}>
              {copied ? <Check aria-hidden /> : <Copy aria-hidden />} {t("copy")}
            </Button>
          </div>
        )}
      </Field>
      <p aria-live="polite" className="-mt-2.5 min-h-5 text-[0.86rem] text-ink-faint">
        {copied === true && t("copied")}
        {copied === false && t("notCopied")}
      </p>
      <div className="grid gap-1.5">
        <p className="font-medium text-[0.9rem]">{t("example")}</p>
        <pre className="wrap-anywhere whitespace-pre-wrap rounded-control bg-sunken px-3 py-2 font-mono text-[0.82rem]">
          <code>{example}</code>
        </pre>
      </div>
      <Notice tone="caution">{t("keepSecret")}</Notice>
      <Button variant="primary" className="justify-self-end" onClick={onClose}>
        {t("done")}
      </Button>
    </div>
  );
}
