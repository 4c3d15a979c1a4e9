import { onlineManager } from "@tanstack/react-query";
import { type Probe, ServiceWatch } from "./watch";

const DEGRADED_HEADER = "Massa-Degraded";
const DEFAULT_RETRY_AFTER_S = 5;

/** The cheapest question that takes the database and that everybody who is signed in may ask. */
const probe: Probe = async () => {
  try {
    const { status } = await fetch("/api/projects?limit=1", { credentials: "same-origin" });
    return status === 503 ? "refused" : status < 500 ? "answered" : "unknown";
  } catch {
    return "unknown";
  }
};

/** Whether the API can only be read at the moment. */
export const service = new ServiceWatch(probe);

// Changes that people make meanwhile wait, unsent, and are sent when it is over; see `networkMode` in the providers.
service.subscribe(() => onlineManager.setOnline(!service.get()));

/** Learns from an answer of the API how it is doing. */
export function learnFrom({ status, headers }: Pick<Response, "status" | "headers">): void {
  const retryAfterS = Number(headers.get("Retry-After")) || DEFAULT_RETRY_AFTER_S;
  if (headers.has(DEGRADED_HEADER)) service.answeredFromMemory(retryAfterS);
  else if (status === 503) service.refused(retryAfterS);
}
