"use client";

import { useTranslations } from "next-intl";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "./button";
import { Dialog } from "./dialog";

interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  text: string;
  confirm: string;
  error: Error | null;
  pending: boolean;
  onConfirm: () => void;
}

/** Asks before something is lost. */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  text,
  confirm,
  error,
  pending,
  onConfirm,
}: ConfirmDialogProps) {
  const t = useTranslations("Common");
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={title} description={text}>
      {error && <ProblemNotice error={error} />}
      <div className="mt-4 flex justify-end gap-2">
        <Button onClick={() => onOpenChange(false)}>{t("cancel")}</Button>
        <Button variant="danger" onClick={onConfirm} disabled={pending}>
          {confirm}
        </Button>
      </div>
    </Dialog>
  );
}
