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
import { useDeleteProject, useUpdateProject } from "@/lib/api/hooks/projects";
import type { Project } from "@/lib/api/schema";

/** What an owner does with a project as a whole. The personal one stays as it is: it goes with its account. */
export function ProjectActions({ project }: { project: Project }) {
  const t = useTranslations("Project");
  const router = useRouter();
  const [open, setOpen] = useState<"edit" | "delete" | null>(null);
  const remove = useDeleteProject(project.id);
  if (project.role !== "owner" || project.is_personal) return null;
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
      {open === "edit" && <EditProjectDialog project={project} onClose={() => setOpen(null)} />}
      <ConfirmDialog
        open={open === "delete"}
        onOpenChange={() => setOpen(null)}
        title={t("deleteTitle", { name: project.name })}
        text={t("deleteText")}
        confirm={t("delete")}
        error={remove.error}
        pending={remove.isPending}
        onConfirm={() => remove.mutate(undefined, { onSuccess: () => router.push("/samples") })}
      />
    </>
  );
}

function EditProjectDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const t = useTranslations("Project");
  const tProjects = useTranslations("Projects");
  const update = useUpdateProject(project.id);
  const form = useForm({ defaultValues: { name: project.name, description: project.description } });
  return (
    <Dialog open onOpenChange={onClose} title={t("edit")}>
      <form
        noValidate
        onSubmit={form.handleSubmit((values) => update.mutate(values, { onSuccess: onClose }))}
        className="grid gap-4"
      >
        <Field label={tProjects("name")} error={form.formState.errors.name && tProjects("nameMissing")}>
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
