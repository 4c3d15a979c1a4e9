"use client";

import { useTranslations } from "next-intl";
import { ProfileCard } from "./profile-card";

/** What belongs to the person rather than to a project: a card for each matter. */
export function AccountPage() {
  const t = useTranslations("Account");
  return (
    <div className="mx-auto max-w-3xl">
      <h1 className="mb-6 font-serif text-[2.1rem] leading-tight tracking-[-0.015em]">{t("title")}</h1>
      <div className="grid gap-5">
        <ProfileCard />
      </div>
    </div>
  );
}
