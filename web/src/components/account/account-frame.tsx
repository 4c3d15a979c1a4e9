"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { SectionNav } from "@/components/ui/section-nav";

const SECTIONS = { profile: "", security: "/security", tokens: "/tokens", activity: "/activity" } as const;

/** What belongs to the person rather than to a project: a page for each matter. */
export function AccountFrame({ children }: { children: ReactNode }) {
  const t = useTranslations("Account");
  return (
    <div className="mx-auto max-w-3xl">
      <h1 className="mb-3 font-serif text-[2.1rem] leading-tight tracking-[-0.015em]">{t("title")}</h1>
      <SectionNav
        label={t("title")}
        sections={(Object.keys(SECTIONS) as (keyof typeof SECTIONS)[]).map((section) => ({
          href: `/account${SECTIONS[section]}`,
          label: t(`section_${section}`),
        }))}
      />
      <div className="grid gap-5">{children}</div>
    </div>
  );
}
