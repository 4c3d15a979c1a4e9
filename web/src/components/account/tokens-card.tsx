"use client";

import { KeyRound, Plus, Trash2 } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { CardLoading } from "@/components/shell/card-loading";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Tooltip } from "@/components/ui/tooltip";
import { useAccessTokens, useRevokeAccessToken } from "@/lib/api/hooks/credentials";
import type { AccessToken } from "@/lib/api/schema";
import { formatDay, formatMoment } from "@/lib/format/dates";
import { NewTokenDialog } from "./new-token-dialog";

/** The keys of one's programs. */
export function TokensCard() {
  const t = useTranslations("Tokens");
  const tokens = useAccessTokens();
  const [creating, setCreating] = useState(false);
  const create = (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden /> {t("new")}
    </Button>
  );
  const isEmpty = tokens.data?.length === 0;
  return (
    <Card aria-labelledby="tokens">
      <CardHeader id="tokens" title={t("title")} hint={t("hint")} actions={!isEmpty && create} />
      <CardLoading query={tokens} className="h-24" />
      {isEmpty && (
        <EmptyState title={t("emptyTitle")} action={create}>
          {t("emptyText")}
        </EmptyState>
      )}
      {tokens.data && !isEmpty && (
        <ul className="border-line border-t">
          {tokens.data.map((token) => (
            <TokenRow key={token.id} token={token} />
          ))}
        </ul>
      )}
      {creating && <NewTokenDialog onClose={() => setCreating(false)} />}
    </Card>
  );
}

function TokenRow({ token }: { token: AccessToken }) {
  const t = useTranslations("Tokens");
  const locale = useLocale();
  const expired = token.expires_at !== null && Date.parse(token.expires_at) <= Date.now();
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-b px-5 py-3 last:border-b-0">
      <KeyRound aria-hidden className="size-5 text-ink-faint" />
      <div className="min-w-0 flex-1 basis-52">
        <p className="flex flex-wrap items-center gap-x-2 font-medium">
          <span className="break-words">{token.name}</span>
          <Badge tone={token.scopes.includes("write") ? "caution" : "neutral"}>
            {t(token.scopes.includes("write") ? "scope_write" : "scope_read")}
          </Badge>
          {expired && <Badge tone="mismatch">{t("expired")}</Badge>}
        </p>
        <p className="flex flex-wrap gap-x-3 text-[0.88rem] text-ink-faint">
          {token.expires_at !== null && (
            <span>
              {t(expired ? "expiredOn" : "expiresOn", { day: formatDay(token.expires_at, locale) })}
            </span>
          )}
          <span>
            {token.last_used_at
              ? t("lastUsed", { moment: formatMoment(token.last_used_at, locale) })
              : t("neverUsed")}
          </span>
          <span>{t("createdOn", { day: formatDay(token.created_at, locale) })}</span>
        </p>
      </div>
      <RevokeButton token={token} />
    </li>
  );
}

function RevokeButton({ token }: { token: AccessToken }) {
  const t = useTranslations("Tokens");
  const [asking, setAsking] = useState(false);
  const revoke = useRevokeAccessToken();
  return (
    <>
      <Tooltip content={t("revoke")}>
        <Button
          variant="ghost"
          size="icon"
          aria-label={t("revokeNamed", { name: token.name })}
          onClick={() => setAsking(true)}
        >
          <Trash2 aria-hidden />
        </Button>
      </Tooltip>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t("revokeTitle", { name: token.name })}
        text={t("revokeText")}
        confirm={t("revoke")}
        error={revoke.error}
        pending={revoke.isPending}
        onConfirm={() => revoke.mutate(token.id)}
      />
    </>
  );
}
