import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { SignUpForm } from "@/components/auth/sign-up-form";
import { redirect } from "@/i18n/navigation";
import { signInMethods } from "@/lib/session/server";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("Auth");
  return { title: t("signUpTitle") };
}

export default async function SignUpPage() {
  const { local } = await signInMethods();
  if (!local) redirect({ href: "/sign-in", locale: await getLocale() });
  return <SignUpForm />;
}
