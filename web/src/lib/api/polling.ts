/** Without events (a proxy that cuts the stream) a slow poll still finishes the picture. */
export const FALLBACK_POLL_MS = 15_000;

/** How the queue moves is no event of the analysis that waits in it. */
export const QUEUE_POLL_MS = 3000;
