import { getLocale } from "next-intl/server";
import { redirect } from "@/i18n/navigation";

export default async function HomePage() {
  redirect({ href: "/samples", locale: await getLocale() });
}
