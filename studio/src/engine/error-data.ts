/** Errors as data, which travel between threads and are described in any language. */
import { TidelabError } from "tidelab";
import type { ErrorData } from "./protocol.ts";

/** Everything that is wrong; undefined for an error that is not the user's. */
export function describeErrors(error: unknown): ErrorData[] | undefined {
  if (!(error instanceof TidelabError)) return undefined;
  return error.all.map(({ code, params, path, message }) => ({ code, params, path, message }));
}
