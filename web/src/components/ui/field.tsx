import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "@/lib/cn";

const controlStyles =
  "w-full rounded-control border border-line-strong bg-surface px-3 text-[0.95rem] text-ink placeholder:text-ink-faint aria-invalid:border-mismatch disabled:opacity-60";

export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input className={cn(controlStyles, "h-9.5", className)} {...props} />;
}

export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  return <textarea className={cn(controlStyles, "min-h-20 py-2", className)} {...props} />;
}

export function NativeSelect({ className, children, ...props }: ComponentProps<"select">) {
  return (
    <select className={cn(controlStyles, "chevron h-9.5 appearance-none pr-8", className)} {...props}>
      {children}
    </select>
  );
}

interface ControlProps {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

interface FieldProps {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  className?: string;
  children: (control: ControlProps) => ReactNode;
}

/** A labelled control with its hint and error, tied together for screen readers. */
export function Field({ label, hint, error, className, children }: FieldProps) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className={cn("grid gap-1.5", className)}>
      <label htmlFor={id} className="font-medium text-[0.9rem] text-ink">
        {label}
      </label>
      {children({
        id,
        "aria-describedby": note ? `${id}-note` : undefined,
        "aria-invalid": error ? true : undefined,
      })}
      {note && (
        <p id={`${id}-note`} className={cn("text-[0.84rem]", error ? "text-mismatch" : "text-ink-faint")}>
          {note}
        </p>
      )}
    </div>
  );
}
