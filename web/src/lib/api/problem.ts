/** An RFC 9457 problem document, as the API answers every error. */
export interface Problem {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  errors?: { location?: string; field?: string; message?: string }[];
}

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

  get unreachable(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}

/** Reads whatever came back with an error status: a problem document, or a proxy's page without one. */
export function toApiError(status: number, body: unknown): ApiError {
  if (body && typeof body === "object") return new ApiError(status, body as Problem);
  return new ApiError(status, {});
}
