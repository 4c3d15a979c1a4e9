import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { EnvelopeFigure } from "@/components/brand/envelope-figure";
import { Logo } from "@/components/brand/logo";
import { LanguageMenu, ThemeMenu } from "@/components/shell/preferences";

export default function PublicLayout({ children }: { children: ReactNode }) {
  const t = useTranslations("Welcome");
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(26rem,5fr)_7fr]">
      <div className="flex flex-col px-6 py-5 sm:px-10">
        <header className="flex items-center justify-between">
          <Logo />
          <div className="flex">
            <LanguageMenu />
            <ThemeMenu />
          </div>
        </header>
        <main className="mx-auto flex w-full max-w-sm flex-1 flex-col justify-center py-12">{children}</main>
      </div>
      <aside className="relative hidden overflow-hidden border-line border-l bg-surface lg:flex lg:flex-col lg:justify-end">
        <EnvelopeFigure className="absolute inset-x-0 top-[9vh] h-[54vh] w-full" />
        <div className="ruler relative px-12 pb-14">
          <p className="max-w-xl font-serif text-[2.5rem] leading-[1.08] tracking-[-0.02em]">
            {t("headline")}
          </p>
          <p className="mt-4 max-w-lg text-ink-soft">{t("lead")}</p>
        </div>
      </aside>
    </div>
  );
}
