import { LogIn } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { buttonStyles } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { getPathname, Link } from "@/i18n/navigation";
import { routing } from "@/i18n/routing";
import { translateCode } from "@/i18n/translate-code";
import type { Provider, SignInMethods } from "@/lib/api/schema";
import { HOME, safeNext } from "@/lib/session/next";
import { signInAddress } from "@/lib/session/sign-in-address";
import { SignInForm } from "./sign-in-form";

interface SignInProps {
  methods: SignInMethods;
  /** Why a sign-in at the provider failed. */
  problem: string | null;
  /** Where somebody was going. */
  next: string | null;
}

/** The way in: at the provider where there is one, with a password where the installation keeps them. */
export function SignIn({ methods, problem, next }: SignInProps) {
  const t = useTranslations("Auth");
  return (
    <>
      <h1 className="font-serif text-[2.1rem] leading-tight tracking-[-0.015em]">{t("signInTitle")}</h1>
      <p className="mt-1.5 mb-7 text-ink-soft">{t("signInLead")}</p>
      <div className="grid gap-6">
        {problem && <SignInProblem kind={problem} />}
        {methods.provider && <ProviderButton provider={methods.provider} next={next} />}
        {methods.local && <SignInForm />}
      </div>
      {methods.local && (
        <p className="mt-6 text-[0.93rem] text-ink-soft">
          {t.rich("toSignUp", {
            link: (text) => (
              <Link href="/sign-up" className="font-medium text-brand underline underline-offset-3">
                {text}
              </Link>
            ),
          })}
        </p>
      )}
    </>
  );
}

function SignInProblem({ kind }: { kind: string }) {
  const t = useTranslations("SignInProblem");
  return (
    <Notice tone="mismatch" live title={translateCode(t, `${kind}.title`, t("sign-in-failed.title"))}>
      {translateCode(t, `${kind}.text`, t("sign-in-failed.text"))}
    </Notice>
  );
}

function ProviderButton({ provider, next }: { provider: Provider; next: string | null }) {
  const t = useTranslations("Auth");
  const locale = useLocale();
  const href = safeNext(next, routing.locales) ?? HOME;
  return (
    <a
      href={signInAddress(provider, getPathname({ href, locale }))}
      className={buttonStyles({ variant: "primary", size: "lg" })}
    >
      <LogIn aria-hidden /> {provider.name ? t("signInAt", { provider: provider.name }) : t("signIn")}
    </a>
  );
}
