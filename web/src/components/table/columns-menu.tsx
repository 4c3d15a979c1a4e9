"use client";

import { Check } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";

interface ColumnsMenuProps {
  columns: { id: string; title: string; visible: boolean; toggle: () => void }[];
  trigger: ReactNode;
}

/** Which columns of a table are shown. */
export function ColumnsMenu({ columns, trigger }: ColumnsMenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={6}
          className="z-50 max-h-96 overflow-auto rounded-card border border-line bg-surface p-1 shadow-card"
        >
          {columns.map((column) => (
            <DropdownMenu.CheckboxItem
              key={column.id}
              checked={column.visible}
              onCheckedChange={column.toggle}
              onSelect={(event) => event.preventDefault()}
              className="relative flex cursor-pointer select-none items-center rounded-control py-1.5 pr-4 pl-8 text-[0.92rem] outline-none data-highlighted:bg-sunken"
            >
              <DropdownMenu.ItemIndicator className="absolute left-2">
                <Check aria-hidden className="size-4" />
              </DropdownMenu.ItemIndicator>
              {column.title}
            </DropdownMenu.CheckboxItem>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
