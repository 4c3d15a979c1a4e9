"use client";

import { ArrowUpFromLine, CircleCheck, CircleX, LoaderCircle, ScanSearch } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import type { FileStatus } from "@/lib/api/schema";

const LOOKS: Record<FileStatus, { tone: Tone; Icon: typeof CircleCheck; spin?: boolean }> = {
  uploading: { tone: "info", Icon: ArrowUpFromLine },
  uploaded: { tone: "info", Icon: ScanSearch },
  inspecting: { tone: "info", Icon: LoaderCircle, spin: true },
  ready: { tone: "confirmed", Icon: CircleCheck },
  rejected: { tone: "mismatch", Icon: CircleX },
};

export function FileStatusBadge({ status }: { status: FileStatus }) {
  const t = useTranslations("FileStatus");
  const { tone, Icon, spin } = LOOKS[status];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden className={spin ? "animate-spin" : undefined} />
      {t(status)}
    </Badge>
  );
}
