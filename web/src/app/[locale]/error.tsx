"use client";

import { useTranslations } from "next-intl";
import { Logo } from "@/components/brand/logo";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** A page could not be made: most often because the API does not answer. */
export default function ErrorPage() {
  const t = useTranslations("Problem");
  return (
    <main className="flex min-h-dvh flex-col px-6 py-5 sm:px-10">
      <Logo />
      <div className="my-auto pb-24">
        <EmptyState
          title={t("unreachable")}
          action={
            <Button variant="primary" onClick={() => window.location.reload()}>
              {t("retry")}
            </Button>
          }
        >
          {t("unreachableDetail")}
        </EmptyState>
      </div>
    </main>
  );
}
