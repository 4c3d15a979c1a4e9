"use client";

import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { ThemeProvider } from "next-themes";
import { type ReactNode, useState } from "react";
import { Toaster } from "sonner";
import { TooltipProvider } from "@/components/ui/tooltip";
import { ApiError } from "@/lib/api/problem";

/** A session can end while a page is open: loading the page again leads to the sign-in. */
function onError(error: Error): void {
  const signingIn = /\/sign-(in|up)$/.test(window.location.pathname);
  if (error instanceof ApiError && error.status === 401 && !signingIn) window.location.reload();
}

function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        networkMode: "always", // much can be read while changes have to wait, see lib/service
        retry: (failures, error) => failures < 3 && error instanceof ApiError && error.unreachable,
        refetchOnWindowFocus: false,
      },
    },
  });
}

export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(createQueryClient);
  return (
    <ThemeProvider attribute="class" disableTransitionOnChange>
      <QueryClientProvider client={client}>
        <TooltipProvider delayDuration={250}>
          {children}
          <Toaster
            position="bottom-right"
            toastOptions={{
              className:
                "!rounded-[10px] !border !border-line !bg-surface !font-sans !text-ink !shadow-card !text-[0.93rem]",
            }}
          />
        </TooltipProvider>
      </QueryClientProvider>
    </ThemeProvider>
  );
}
