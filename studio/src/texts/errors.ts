/** Errors of the package in the language that is spoken: the same texts as the command line's. */
import { describeError } from "tidelab";
import type { ErrorData } from "../engine/protocol.ts";

/** @returns one line: where, what was expected, what was received, what to do */
export function describeProblem(error: ErrorData): string {
  return describeError(error as never);
}
