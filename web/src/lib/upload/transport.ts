import { PermanentUploadError, type PutPart } from "./types";

/**
 * Statuses after which the same request can succeed later. S3 says 400 to a body that came too slowly or damaged, and
 * 409 to a part that another request is just putting.
 */
const PASSING = new Set([0, 400, 403, 408, 409, 425, 429]);
const isPassing = (status: number) => PASSING.has(status) || status >= 500;

function faultOf(request: XMLHttpRequest): Error {
  let detail = "";
  try {
    detail = JSON.parse(request.responseText)?.detail ?? "";
  } catch {
    // S3 answers in XML; its status says enough.
  }
  const message = detail || (request.status === 0 ? "network" : `HTTP ${request.status}`);
  return isPassing(request.status) ? new Error(message) : new PermanentUploadError(message);
}

/**
 * Puts a part straight to the store. XMLHttpRequest because fetch does not report upload progress. A 403 can be a
 * signed address that expired while the machine slept: it is tried again with a new one.
 */
export const putPart: PutPart = (signed, body, { signal, onProgress }) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    const settle = (action: () => void) => {
      signal.removeEventListener("abort", abort);
      action();
    };
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onload = () =>
      settle(() => {
        if (request.status < 200 || request.status >= 300) return reject(faultOf(request));
        resolve({ etag: request.getResponseHeader("ETag") ?? "" });
      });
    request.onerror = () => settle(() => reject(faultOf(request)));
    request.onabort = () => settle(() => reject(new DOMException("Aborted", "AbortError")));
    if (signal.aborted) return reject(new DOMException("Aborted", "AbortError"));
    signal.addEventListener("abort", abort);
    request.open(signed.method, signed.url);
    for (const [name, value] of Object.entries(signed.headers)) request.setRequestHeader(name, value);
    request.send(body);
  });
