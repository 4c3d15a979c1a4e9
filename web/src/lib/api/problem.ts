import type { components } from "./schema";

/** An RFC 9457 problem document, as the API answers every error; a proxy before it may leave parts out. */
export type Problem = Partial<components["schemas"]["Problem"]>;

/** Why a request failed: what the API said, or that it could not be reached (status 0). */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem;
  /** After how many seconds the API wishes to be asked again; null where it did not say. */
  readonly retryAfterS: number | null;

  constructor(status: number, problem: Problem, retryAfterS: number | null = null) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
    this.name = "ApiError";
    this.status = status;
    this.problem = problem;
    this.retryAfterS = retryAfterS;
  }

  /** The last part of the problem's type, such as `nothing-to-analyse`. */
  get kind(): string {
    return this.problem.type?.split(/[/:]/).at(-1) ?? "";
  }

  /** The API did not answer: worth trying again. */
  get unreachable(): boolean {
    return this.status === 0 || (this.status >= 500 && !this.problem.type) || this.status === 503;
  }
}

/** Reads whatever came back with an error status: a problem document, or a proxy's page without one. */
export function toApiError({ status, headers }: Response, body: unknown): ApiError {
  const retryAfterS = Number(headers.get("Retry-After")) || null;
  return new ApiError(status, body && typeof body === "object" ? (body as Problem) : {}, retryAfterS);
}
