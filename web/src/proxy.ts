import { NextRequest, NextResponse } from "next/server";
import createIntlProxy from "next-intl/middleware";
import { routing } from "@/i18n/routing";
import { apiOrigin } from "@/lib/api/origin";
import { ADDRESS_HEADER } from "@/lib/session/next";

const localise = createIntlProxy(routing);

/**
 * Sends `/api` to the API server and everything else to the page of the right language. The rewrite stands here
 * and not in next.config, because a standalone build would freeze the address of the API server.
 */
export default function proxy(request: NextRequest) {
  const { pathname, search } = request.nextUrl;
  if (pathname.startsWith("/api/")) return NextResponse.rewrite(new URL(pathname + search, apiOrigin()));
  const headers = new Headers(request.headers);
  headers.set(ADDRESS_HEADER, pathname + search);
  return localise(new NextRequest(request, { headers }));
}

export const config = { matcher: ["/api/:path*", "/((?!_next|.*\\..*).*)"] };
