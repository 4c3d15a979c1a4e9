"use client";

import { useTranslations } from "next-intl";
import { translateCode } from "@/i18n/translate-code";
import type { Database } from "@/lib/api/schema";

/** What a database is: in the reader's language for those that are built in, else in its owner's words. */
export function useDatabaseAbout(): (
  database: Pick<Database, "project_id" | "name" | "description">,
) => string {
  const t = useTranslations("Databases");
  return ({ project_id, name, description }) =>
    project_id === null ? translateCode(t, `about_${name.replaceAll(".", "_")}`, description) : description;
}
