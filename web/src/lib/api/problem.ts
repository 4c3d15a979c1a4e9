import type { components } from "./schema";

/** An RFC 9457 problem document, as the API answers every error; a proxy before it may leave parts out. */
export type Problem = Partial<components["schemas"]["Problem"]>;

/** Why a request failed: what the API said, or that it could not be reached (status 0). */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem;

  constructor(status: number, problem: Problem) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
    this.name = "ApiError";
    this.status = status;
    this.problem = problem;
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
export function toApiError(status: number, body: unknown): ApiError {
  return new ApiError(status, body && typeof body === "object" ? (body as Problem) : {});
}
