import { useTranslations } from "next-intl";
import { Logo } from "@/components/brand/logo";
import { buttonStyles } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/i18n/navigation";

export default function NotFound() {
  const t = useTranslations("Problem");
  return (
    <main className="flex min-h-dvh flex-col px-6 py-5 sm:px-10">
      <Logo />
      <div className="my-auto pb-24">
        <EmptyState
          title={t("notFoundTitle")}
          action={
            <Link href="/samples" className={buttonStyles({ variant: "primary" })}>
              {t("toSamples")}
            </Link>
          }
        >
          {t("notFoundText")}
        </EmptyState>
      </div>
    </main>
  );
}
