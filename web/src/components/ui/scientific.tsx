"use client";

import { useLocale } from "next-intl";
import { scientific } from "@/lib/format/quantities";

/** A number such as an E-value, with a typeset power of ten: 3.2 × 10⁻⁴¹. */
export function Scientific({ value }: { value: number | null | undefined }) {
  const locale = useLocale();
  if (value === null || value === undefined) return <span className="text-ink-faint">–</span>;
  const { mantissa, exponent } = scientific(value, locale);
  return (
    <span className="figures whitespace-nowrap">
      {mantissa}
      {exponent !== null && (
        <>
          {" × 10"}
          <sup className="text-[0.75em]">{String(exponent).replace("-", "−")}</sup>
        </>
      )}
    </span>
  );
}
