import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SignIn } from "@/components/auth/sign-in";
import { signInMethods } from "@/lib/session/server";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("Auth");
  return { title: t("signInTitle") };
}

interface Props {
  searchParams: Promise<{ problem?: string | string[]; next?: string | string[] }>;
}

export default async function SignInPage({ searchParams }: Props) {
  const [{ problem, next }, methods] = await Promise.all([searchParams, signInMethods()]);
  const one = (value: string | string[] | undefined) => (typeof value === "string" ? value : null);
  return <SignIn methods={methods} problem={one(problem)} next={one(next)} />;
}
