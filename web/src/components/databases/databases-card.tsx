"use client";

import { useTranslations } from "next-intl";
import { CardLoading } from "@/components/shell/card-loading";
import { buttonStyles } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { useDatabases } from "@/lib/api/hooks/databases";
import { ArrivingDatabase } from "./arriving-database";
import { DatabaseRow } from "./database-row";
import { DatabaseUpload } from "./database-upload";

interface DatabasesCardProps {
  projectId: string;
  mayEdit: boolean;
}

/** The built-in databases and those of the project, with what is on its way. */
export function DatabasesCard({ projectId, mayEdit }: DatabasesCardProps) {
  const t = useTranslations("Databases");
  const databases = useDatabases(projectId);
  const ready = databases.data?.filter((one) => one.status === "ready") ?? [];
  const others = databases.data?.filter((one) => one.status !== "ready") ?? [];
  return (
    <Card aria-labelledby="databases">
      <CardHeader
        id="databases"
        title={t("title")}
        hint={t("pageHint")}
        actions={
          mayEdit && <DatabaseUpload projectId={projectId} className={buttonStyles({ variant: "primary" })} />
        }
      />
      <CardLoading query={databases} className="h-32" />
      {others.length > 0 && (
        <ul className="grid gap-3 px-5 pb-4">
          {others.map((database) => (
            <li key={database.id}>
              <ArrivingDatabase projectId={projectId} database={database} />
            </li>
          ))}
        </ul>
      )}
      {databases.data && (
        <ul className="border-line border-t">
          {ready.map((database) => (
            <DatabaseRow key={database.id} projectId={projectId} database={database} mayEdit={mayEdit} />
          ))}
        </ul>
      )}
    </Card>
  );
}
