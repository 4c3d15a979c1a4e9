"use client";

import {
  type ColumnDef,
  type ColumnVisibilityState,
  columnVisibilityFeature,
  type RowData,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp, Columns3 } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/cn";
import { nextSort, parseSort } from "@/lib/table/sort";
import { ColumnsMenu } from "./columns-menu";

export interface DataColumnMeta {
  /** The column's name in words, for its header and the menu of columns. */
  title: string;
  /** The API can sort by the column's id; numbers that are better when larger begin descending. */
  sort?: "ascending" | "descending";
  numeric?: boolean;
}

const features = tableFeatures({ columnVisibilityFeature, columnMeta: {} as DataColumnMeta });

export type DataColumn<Row extends RowData> = ColumnDef<typeof features, Row>;

interface DataTableProps<Row extends RowData> {
  caption: string;
  columns: DataColumn<Row>[];
  rows: Row[] | undefined;
  rowId: (row: Row) => number;
  sort: string;
  onSort: (sort: string) => void;
  hasMore: boolean;
  loadMore: () => void;
  selectedId?: number | null;
  initiallyHidden?: string[];
  /** How high it may become before it scrolls. */
  height?: string;
  filters?: ReactNode;
  empty: ReactNode;
}

const ROW_HEIGHT = 37;

/** A long table: sorted by the API, drawn row by row as one scrolls, the next page fetched near the end. */
export function DataTable<Row extends RowData>(props: DataTableProps<Row>) {
  const { caption, columns, rows, rowId, sort, onSort, hasMore, loadMore, selectedId, filters, empty } =
    props;
  const t = useTranslations("Table");
  const scroller = useRef<HTMLDivElement>(null);
  const [visibility, setVisibility] = useState<ColumnVisibilityState>(() =>
    Object.fromEntries((props.initiallyHidden ?? []).map((id) => [id, false])),
  );
  const table = useTable({
    features,
    columns,
    data: rows ?? [],
    getRowId: (row) => String(rowId(row)),
    state: { columnVisibility: visibility },
    onColumnVisibilityChange: setVisibility,
  });
  const model = table.getRowModel().rows;
  const virtual = useVirtualizer({
    count: model.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && lastShown >= model.length - 40) loadMore();
  }, [hasMore, lastShown, model.length, loadMore]);

  const current = parseSort(sort);
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const shownColumns = table.getAllLeafColumns().filter((column) => column.getIsVisible());

  return (
    <div>
      <div className="flex flex-wrap items-center gap-3 px-5 pb-3">
        {filters}
        <span className="ml-auto text-[0.86rem] text-ink-faint" aria-live="polite">
          {rows && t(hasMore ? "rowsSoFar" : "rows", { count: rows.length })}
        </span>
        <ColumnsMenu
          columns={table.getAllLeafColumns().map((column) => ({
            id: column.id,
            title: column.columnDef.meta?.title ?? column.id,
            visible: column.getIsVisible(),
            toggle: () => column.toggleVisibility(),
          }))}
          trigger={
            <Button size="sm" variant="ghost">
              <Columns3 aria-hidden /> {t("columns")}
            </Button>
          }
        />
      </div>
      <section
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        aria-label={caption}
        className={cn("overflow-auto border-line border-t", props.height ?? "max-h-[68vh]")}
      >
        <table
          aria-rowcount={hasMore ? -1 : model.length + 1}
          className="w-full border-collapse text-[0.91rem]"
        >
          <caption className="sr-only">{caption}</caption>
          <thead className="sticky top-0 z-10 bg-surface">
            <tr className="text-left text-[0.84rem] text-ink-faint">
              {shownColumns.map((column) => {
                const meta = column.columnDef.meta;
                const sorted = current.column === column.id;
                const Arrow = current.descending ? ArrowDown : ArrowUp;
                return (
                  <th
                    key={column.id}
                    scope="col"
                    aria-sort={sorted ? (current.descending ? "descending" : "ascending") : undefined}
                    className={cn(
                      "whitespace-nowrap border-line border-b px-3 py-2 font-medium first:pl-5 last:pr-5",
                      meta?.numeric && "text-right",
                    )}
                  >
                    {meta?.sort ? (
                      <button
                        type="button"
                        onClick={() => onSort(nextSort(sort, column.id, meta.sort === "descending"))}
                        className={cn(
                          "inline-flex items-center gap-1 rounded hover:text-ink",
                          sorted && "text-ink",
                        )}
                      >
                        {meta.title}
                        {sorted && <Arrow aria-hidden className="size-3.5" />}
                      </button>
                    ) : (
                      meta?.title
                    )}
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {before > 0 && <SpacerRow height={before} />}
            {items.map((item) => {
              const row = model[item.index];
              if (!row) return null;
              const selected = rowId(row.original) === selectedId;
              return (
                <tr
                  key={row.id}
                  aria-rowindex={item.index + 2}
                  style={{ height: ROW_HEIGHT }}
                  className={cn(
                    "relative border-line border-b hover:bg-sunken/70",
                    selected && "bg-brand-soft hover:bg-brand-soft",
                  )}
                >
                  {row.getVisibleCells().map((cell) => (
                    <td
                      key={cell.id}
                      className={cn(
                        "max-w-96 truncate whitespace-nowrap px-3 py-1 first:pl-5 last:pr-5",
                        cell.column.columnDef.meta?.numeric && "figures text-right",
                      )}
                    >
                      <table.FlexRender cell={cell} />
                    </td>
                  ))}
                </tr>
              );
            })}
            {after > 0 && <SpacerRow height={after} />}
          </tbody>
        </table>
        {!rows && (
          <div className="grid gap-2 p-5" aria-busy="true">
            {[1, 2, 3, 4].map((line) => (
              <Skeleton key={line} className="h-7" />
            ))}
          </div>
        )}
        {rows?.length === 0 && empty}
      </section>
    </div>
  );
}

function SpacerRow({ height }: { height: number }) {
  return (
    <tr aria-hidden>
      <td style={{ height, padding: 0 }} />
    </tr>
  );
}
