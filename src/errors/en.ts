/**
 * English texts of all errors, by code. Each says what was expected, what was received, and what to do. They are in
 * several files, so that a browser bundle does not carry those of files, commands and devices (`node/platform.ts` and the entries of
 * subpaths add them).
 */
import { coreErrors, expectedTypes } from "./core.en.ts";
import { deviceErrors } from "./devices.en.ts";
import { fileErrors } from "./files.en.ts";
import { queueErrors } from "./queue.en.ts";
import { teachingErrors } from "./teaching.en.ts";

export type { JsonProblem, RecordProblem } from "./files.en.ts";
export type { CsvQuoteProblem, FileFormat, LengthCause } from "./tables.en.ts";
export { expectedTypes };

export const errorMessages = { ...coreErrors, ...fileErrors, ...deviceErrors, ...queueErrors, ...teachingErrors };

/** The stable code of an error, such as `spec.range`. */
export type ErrorCode = keyof typeof errorMessages;
export type ErrorParams<K extends ErrorCode> = Parameters<(typeof errorMessages)[K]>[0];
