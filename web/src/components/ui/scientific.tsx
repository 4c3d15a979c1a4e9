"use client";

import { useLocale } from "next-intl";
import { scientific } from "@/lib/format/quantities";

interface ScientificProps {
  value: number | null | undefined;
  /** Say how the number relates to what stands before it: "= 3.2 × 10⁻⁴¹", "≤ 10⁻³⁰⁰". */
  relation?: boolean;
}

/** A number such as an E-value, with a typeset power of ten: 3.2 × 10⁻⁴¹, or ≤ 10⁻³⁰⁰ for a bound. */
export function Scientific({ value, relation = false }: ScientificProps) {
  const locale = useLocale();
  if (value === null || value === undefined) return <span className="text-ink-faint">–</span>;
  const { bound, mantissa, exponent } = scientific(value, locale);
  const sign = bound ?? (relation ? "=" : null);
  return (
    <span className="figures whitespace-nowrap">
      {sign && `${sign} `}
      {mantissa}
      {exponent !== null && (
        <>
          {mantissa === null ? "10" : " × 10"}
          <sup className="text-[0.75em]">{String(exponent).replace("-", "−")}</sup>
        </>
      )}
    </span>
  );
}
