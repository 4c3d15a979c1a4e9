"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { PlannedAnalysesStarter } from "@/components/analyses/planned-analyses";
import { Logo } from "@/components/brand/logo";
import { UploadIndicator } from "@/components/uploads/upload-indicator";
import { UploadsProvider } from "@/components/uploads/uploads-provider";
import { Link } from "@/i18n/navigation";
import { EventsProvider } from "@/lib/events/provider";
import { AccountMenu } from "./account-menu";
import { LanguageMenu, ThemeMenu } from "./preferences";
import { ServiceBanner } from "./service-banner";
import { useKeepLocale } from "./use-keep-locale";

/** The frame of every signed-in page: a thin bar, and the page. */
export function AppShell({ children }: { children: ReactNode }) {
  const t = useTranslations("Shell");
  const keepLocale = useKeepLocale();
  return (
    <EventsProvider>
      <UploadsProvider>
        <PlannedAnalysesStarter />
        <a
          href="#main"
          className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-control focus:bg-brand focus:px-4 focus:py-2 focus:text-on-brand"
        >
          {t("skipToContent")}
        </a>
        <header className="sticky top-0 z-30 border-line border-b bg-surface">
          <div className="mx-auto flex h-14 max-w-[1360px] items-center gap-5 px-4 sm:px-6">
            <Link href="/samples" aria-label={t("home")} className="rounded-control">
              <Logo />
            </Link>
            <nav aria-label={t("navigation")} className="flex-1">
              <Link
                href="/samples"
                className="rounded-control px-2 py-1.5 font-medium text-[0.93rem] text-ink-soft hover:text-ink"
              >
                {t("samples")}
              </Link>
            </nav>
            <UploadIndicator />
            <div className="flex items-center">
              <LanguageMenu onChoose={keepLocale} />
              <ThemeMenu />
              <AccountMenu />
            </div>
          </div>
          <ServiceBanner />
          <div aria-hidden className="ruler h-[7px]" />
        </header>
        <main id="main" className="mx-auto max-w-[1360px] px-4 pt-7 pb-20 sm:px-6">
          {children}
        </main>
      </UploadsProvider>
    </EventsProvider>
  );
}
