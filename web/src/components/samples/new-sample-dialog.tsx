"use client";

import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, Textarea } from "@/components/ui/field";
import { useRouter } from "@/i18n/navigation";
import { useCreateSample } from "@/lib/api/hooks/samples";

interface NewSampleDialogProps {
  projectId: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function NewSampleDialog({ projectId, open, onOpenChange }: NewSampleDialogProps) {
  const t = useTranslations("Samples");
  const router = useRouter();
  const create = useCreateSample(projectId);
  const form = useForm({ defaultValues: { name: "", description: "" } });
  const submit = form.handleSubmit((values) =>
    create.mutate(values, { onSuccess: (sample) => router.push(`/samples/${sample.id}`) }),
  );
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("new")} description={t("newHint")}>
      <form noValidate onSubmit={submit} className="grid gap-4">
        <Field label={t("name")} error={form.formState.errors.name && t("nameMissing")}>
          {(control) => <Input {...control} {...form.register("name", { required: true })} />}
        </Field>
        <Field label={t("description")} hint={t("descriptionHint")}>
          {(control) => <Textarea {...control} rows={3} {...form.register("description")} />}
        </Field>
        {create.error && <ProblemNotice error={create.error} />}
        <Button
          type="submit"
          variant="primary"
          className="justify-self-end"
          disabled={create.isPending || create.isSuccess}
        >
          {t("create")}
        </Button>
      </form>
    </Dialog>
  );
}
