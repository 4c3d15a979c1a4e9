"use client";

import { RecordActions } from "@/components/shell/record-actions";
import { useDeleteSample, useUpdateSample } from "@/lib/api/hooks/samples";
import type { Sample } from "@/lib/api/schema";

/** What an editor does with a sample as a whole. */
export function SampleActions({ sample }: { sample: Sample }) {
  const update = useUpdateSample(sample.id);
  const remove = useDeleteSample(sample.id);
  return <RecordActions words="Sample" record={sample} update={update} remove={remove} />;
}
