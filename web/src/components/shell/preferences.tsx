"use client";

import { Languages, Monitor, Moon, Sun } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { Button } from "@/components/ui/button";
import { Menu, MenuLabel, MenuRadioGroup, MenuRadioItem } from "@/components/ui/menu";
import { usePathname, useRouter } from "@/i18n/navigation";
import { type Locale, routing } from "@/i18n/routing";

const LANGUAGE_NAMES: Record<Locale, string> = { en: "English", "pt-BR": "Português (Brasil)" };

interface LanguageMenuProps {
  /** Called with the choice, to keep it in the account. */
  onChoose?: (locale: Locale) => void;
}

export function LanguageMenu({ onChoose }: LanguageMenuProps) {
  const t = useTranslations("Shell");
  const locale = useLocale();
  const pathname = usePathname();
  const router = useRouter();
  const choose = (next: string) => {
    const chosen = next as Locale;
    onChoose?.(chosen);
    const query = window.location.search;
    router.replace(`${pathname}${query}`, { locale: chosen });
  };
  return (
    <Menu
      trigger={
        <Button variant="ghost" size="icon" aria-label={t("language")}>
          <Languages aria-hidden />
        </Button>
      }
    >
      <MenuLabel>{t("language")}</MenuLabel>
      <MenuRadioGroup value={locale} onValueChange={choose}>
        {routing.locales.map((one) => (
          <MenuRadioItem key={one} value={one} lang={one}>
            {LANGUAGE_NAMES[one]}
          </MenuRadioItem>
        ))}
      </MenuRadioGroup>
    </Menu>
  );
}

export function ThemeMenu() {
  const t = useTranslations("Shell");
  const { theme, setTheme } = useTheme();
  return (
    <Menu
      trigger={
        <Button variant="ghost" size="icon" aria-label={t("theme")}>
          <Sun aria-hidden className="dark:hidden" />
          <Moon aria-hidden className="hidden dark:block" />
        </Button>
      }
    >
      <MenuLabel>{t("theme")}</MenuLabel>
      <MenuRadioGroup value={theme ?? "system"} onValueChange={setTheme}>
        <MenuRadioItem value="light">
          <Sun aria-hidden /> {t("themeLight")}
        </MenuRadioItem>
        <MenuRadioItem value="dark">
          <Moon aria-hidden /> {t("themeDark")}
        </MenuRadioItem>
        <MenuRadioItem value="system">
          <Monitor aria-hidden /> {t("themeSystem")}
        </MenuRadioItem>
      </MenuRadioGroup>
    </Menu>
  );
}
