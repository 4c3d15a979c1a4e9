import type { AnalysisCreate, Sample } from "@/lib/api/schema";
import { Store } from "@/lib/store";

/** An analysis that begins once every file of its sample has arrived. */
export interface PlannedAnalysis {
  sample: Pick<Sample, "id" | "name">;
  body: AnalysisCreate;
}

type Plans = ReadonlyMap<string, PlannedAnalysis>;

/** The plans of this window by sample; at most one each. They end with the window, as uploads do. */
export class PlannedAnalyses extends Store<Plans> {
  private readonly claimed = new Set<PlannedAnalysis>();

  constructor() {
    super(new Map());
  }

  plan(planned: PlannedAnalysis): void {
    this.set(new Map(this.get()).set(planned.sample.id, planned));
  }

  drop(sampleId: string): void {
    const rest = new Map(this.get());
    rest.delete(sampleId);
    this.set(rest);
  }

  /** True for the first who asks: that one starts the analysis. */
  claim(planned: PlannedAnalysis): boolean {
    if (this.claimed.has(planned)) return false;
    this.claimed.add(planned);
    return true;
  }

  clear(): void {
    this.set(new Map());
  }
}

export const plannedAnalyses = new PlannedAnalyses();
