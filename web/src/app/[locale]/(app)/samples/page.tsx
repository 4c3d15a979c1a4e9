import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Suspense } from "react";
import { SamplesPage } from "@/components/samples/samples-page";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("Samples");
  return { title: t("title") };
}

export default function Page() {
  return (
    <Suspense>
      <SamplesPage />
    </Suspense>
  );
}
