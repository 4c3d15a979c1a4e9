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

interface Description {
  name: string;
  description: string;
}

/** A change of the API that is on its way, or may be sent. */
interface Mutation<T> {
  mutate: (value: T, options: { onSuccess: () => void }) => void;
  isPending: boolean;
  error: Error | null;
}

interface RecordActionsProps {
  /** Whose words are used: each has `actions`, `edit`, `delete`, `deleteTitle` and `deleteText`. */
  words: "Project" | "Sample";
  record: Description;
  update: Mutation<Description>;
  remove: Mutation<undefined>;
}

/** What can be done with a project or a sample as a whole: describe it anew, or delete it. */
export function RecordActions({ words, record, update, remove }: RecordActionsProps) {
  const t = useTranslations(words);
  const router = useRouter();
  const [open, setOpen] = useState<"edit" | "delete" | null>(null);
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
      {open === "edit" && (
        <EditDialog title={t("edit")} record={record} update={update} onClose={() => setOpen(null)} />
      )}
      <ConfirmDialog
        open={open === "delete"}
        onOpenChange={() => setOpen(null)}
        title={t("deleteTitle", { name: record.name })}
        text={t("deleteText")}
        confirm={t("delete")}
        error={remove.error}
        pending={remove.isPending}
        onConfirm={() => remove.mutate(undefined, { onSuccess: () => router.push("/samples") })}
      />
    </>
  );
}

interface EditDialogProps {
  title: string;
  record: Description;
  update: Mutation<Description>;
  onClose: () => void;
}

function EditDialog({ title, record, update, onClose }: EditDialogProps) {
  const t = useTranslations("Record");
  const form = useForm({ defaultValues: { name: record.name, description: record.description } });
  return (
    <Dialog open onOpenChange={onClose} title={title}>
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
          {t("save")}
        </Button>
      </form>
    </Dialog>
  );
}
