import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ActivityPage } from "@/components/projects/activity-page";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("Project");
  return { title: t("section_activity") };
}

export default async function Page({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  return <ActivityPage projectId={projectId} />;
}
