import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SamplePage } from "@/components/samples/sample-page";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("Sample");
  return { title: t("title") };
}

export default async function Page({ params }: { params: Promise<{ sampleId: string }> }) {
  const { sampleId } = await params;
  return <SamplePage sampleId={sampleId} />;
}
