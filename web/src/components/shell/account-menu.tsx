"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleUserRound, LogOut, Settings2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { stopUploads } from "@/components/uploads/uploads-provider";
import { useRouter } from "@/i18n/navigation";
import { plannedAnalyses } from "@/lib/analyses/planned";
import { api, unwrap } from "@/lib/api/client";
import { useAccount } from "@/lib/session/context";

export function AccountMenu() {
  const t = useTranslations("Shell");
  const account = useAccount();
  const router = useRouter();
  const queries = useQueryClient();
  const signOut = useMutation({
    mutationFn: () => unwrap(api.POST("/api/auth/sign-out")),
    onSuccess: ({ continue_at }) => {
      plannedAnalyses.clear();
      stopUploads();
      queries.clear();
      if (continue_at) {
        window.location.assign(continue_at); // signs out of the provider too
        return;
      }
      router.replace("/sign-in");
      router.refresh();
    },
  });
  return (
    <Menu
      trigger={
        <Button variant="ghost" size="icon" aria-label={t("account")}>
          <CircleUserRound aria-hidden />
        </Button>
      }
    >
      <div className="px-2.5 py-2">
        <p className="font-medium">{account.name}</p>
        <p className="text-[0.86rem] text-ink-faint">{account.email}</p>
      </div>
      <MenuSeparator />
      <MenuItem onSelect={() => router.push("/account")}>
        <Settings2 aria-hidden /> {t("settings")}
      </MenuItem>
      <MenuItem onSelect={() => signOut.mutate()}>
        <LogOut aria-hidden /> {t("signOut")}
      </MenuItem>
    </Menu>
  );
}
