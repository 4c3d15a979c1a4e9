/** Without events (a proxy that cuts the stream) a slow poll still finishes the picture. */
export const FALLBACK_POLL_MS = 15_000;
