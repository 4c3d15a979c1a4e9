"use client";

import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { Fragment } from "react";
import { Link } from "@/i18n/navigation";

export interface Crumb {
  href: string;
  /** Absent while it is being loaded. */
  label: string | undefined;
}

/** The way from the list of samples to the page, which itself is not repeated. */
export function Breadcrumb({ crumbs }: { crumbs: readonly Crumb[] }) {
  const t = useTranslations("Shell");
  return (
    <nav
      aria-label={t("breadcrumb")}
      className="mb-1 flex flex-wrap items-center gap-1 text-[0.9rem] text-ink-soft"
    >
      {crumbs.map(({ href, label }, index) => (
        <Fragment key={href}>
          {index > 0 && <ChevronRight aria-hidden className="size-3.5" />}
          <Link href={href} className="max-w-72 truncate hover:text-ink hover:underline">
            {label ?? "…"}
          </Link>
        </Fragment>
      ))}
    </nav>
  );
}
