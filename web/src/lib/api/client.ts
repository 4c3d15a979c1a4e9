import createClient, { type Middleware } from "openapi-fetch";
import { learnFrom } from "@/lib/service/service";
import { CSRF_HEADER, csrfToken } from "./csrf";
import { ApiError, toApiError } from "./problem";
import type { paths } from "./schema";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

const csrf: Middleware = {
  async onRequest({ request }) {
    if (!SAFE_METHODS.has(request.method)) request.headers.set(CSRF_HEADER, await csrfToken());
    return request;
  },
};

const health: Middleware = {
  onResponse({ response }) {
    learnFrom(response);
  },
};

/** The API, typed from the committed OpenAPI document. */
export const api = createClient<paths>({ credentials: "same-origin" });
api.use(csrf, health);

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** The data of an answer; throws {@link ApiError} for an error status or when the API cannot be reached. */
export async function unwrap<T>(pending: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await pending;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ApiError(0, {});
  }
  if (!answer.response.ok) throw toApiError(answer.response, answer.error);
  return answer.data as T;
}
