"use client";

import { EllipsisVertical, Pencil, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, Textarea } from "@/components/ui/field";
import { Menu, MenuItem } from "@/components/ui/menu";
import { useRouter } from "@/i18n/navigation";
import { useDeleteSample, useUpdateSample } from "@/lib/api/hooks/samples";
import type { Sample } from "@/lib/api/schema";

export function SampleActions({ sample }: { sample: Sample }) {
  const t = useTranslations("Sample");
  const router = useRouter();
  const [open, setOpen] = useState<"edit" | "delete" | null>(null);
  const remove = useDeleteSample(sample.id);
  return (
    <>
      <Menu
        trigger={
          <Button variant="secondary" size="icon" aria-label={t("actions")}>
            <EllipsisVertical aria-hidden />
          </Button>
        }
      >
        <MenuItem onSelect={() => setOpen("edit")}>
          <Pencil aria-hidden /> {t("edit")}
        </MenuItem>
        <MenuItem onSelect={() => setOpen("delete")} className="text-mismatch">
          <Trash2 aria-hidden /> {t("delete")}
        </MenuItem>
      </Menu>
      <EditSampleDialog
        key={sample.updated_at}
        sample={sample}
        open={open === "edit"}
        onClose={() => setOpen(null)}
      />
      <ConfirmDialog
        open={open === "delete"}
        onOpenChange={() => setOpen(null)}
        title={t("deleteTitle", { name: sample.name })}
        text={t("deleteText")}
        confirm={t("delete")}
        error={remove.error}
        pending={remove.isPending}
        onConfirm={() => remove.mutate(undefined, { onSuccess: () => router.push("/samples") })}
      />
    </>
  );
}

function EditSampleDialog({ sample, open, onClose }: { sample: Sample; open: boolean; onClose: () => void }) {
  const t = useTranslations("Samples");
  const tSample = useTranslations("Sample");
  const update = useUpdateSample(sample.id);
  const form = useForm({ defaultValues: { name: sample.name, description: sample.description } });
  return (
    <Dialog open={open} onOpenChange={onClose} title={tSample("edit")}>
      <form
        noValidate
        onSubmit={form.handleSubmit((values) => update.mutate(values, { onSuccess: onClose }))}
        className="grid gap-4"
      >
        <Field label={t("name")} error={form.formState.errors.name && t("nameMissing")}>
          {(control) => <Input {...control} {...form.register("name", { required: true })} />}
        </Field>
        <Field label={t("description")}>
          {(control) => <Textarea {...control} rows={3} {...form.register("description")} />}
        </Field>
        {update.error && <ProblemNotice error={update.error} />}
        <Button type="submit" variant="primary" className="justify-self-end" disabled={update.isPending}>
          {tSample("save")}
        </Button>
      </form>
    </Dialog>
  );
}
