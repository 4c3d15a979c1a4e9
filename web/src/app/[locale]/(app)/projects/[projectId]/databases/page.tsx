import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DatabasesPage } from "@/components/databases/databases-page";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("Project");
  return { title: t("section_databases") };
}

export default async function Page({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  return <DatabasesPage projectId={projectId} />;
}
