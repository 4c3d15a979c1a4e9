import { Store } from "@/lib/store";

/** What a request that needs the database came to: it was answered, it was refused, or nobody knows. */
export type Probe = () => Promise<"answered" | "refused" | "unknown">;

type Schedule = (callback: () => void, delayMs: number) => void;

const SHORTEST_PAUSE_S = 1;
const LONGEST_PAUSE_S = 30;

/**
 * Whether the API can only be read (true), because its database does not answer. A single refusal may be a passing
 * thing, so it is only a reason to ask; from then on it asks until the database is back.
 */
export class ServiceWatch extends Store<boolean> {
  private asking = false;

  constructor(
    private readonly probe: Probe,
    private readonly schedule: Schedule = (callback, delayMs) => void setTimeout(callback, delayMs),
  ) {
    super(false);
  }

  /** A request was refused for now (503); it said after how many seconds to come back. */
  refused(retryAfterS: number): void {
    if (this.asking) return;
    this.asking = true;
    void this.ask(retryAfterS);
  }

  /** An answer was given from memory: the database is certainly away. */
  answeredFromMemory(retryAfterS: number): void {
    this.change(true);
    this.refused(retryAfterS);
  }

  private async ask(retryAfterS: number): Promise<void> {
    const outcome = await this.probe();
    if (outcome === "answered") {
      this.asking = false;
      this.change(false);
      return;
    }
    if (outcome === "refused") this.change(true);
    const pauseS = Math.min(LONGEST_PAUSE_S, Math.max(SHORTEST_PAUSE_S, retryAfterS));
    this.schedule(() => void this.ask(retryAfterS), pauseS * 1000);
  }

  private change(degraded: boolean): void {
    if (degraded !== this.get()) this.set(degraded);
  }
}
