import type { Locale as MassaLocale } from "@/i18n/routing";
import type messages from "../messages/en.json";

declare module "next-intl" {
  interface AppConfig {
    Locale: MassaLocale;
    Messages: typeof messages;
  }
}
