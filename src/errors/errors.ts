/**
 * The errors that a user can cause or see. Each has a stable `code`, which is also the key of its text in `messages/`,
 * and, where the input has one, the `path` of what is wrong (a spec key such as `training.lr`, or `file.csv:3:7`).
 * Programming errors stay ordinary errors: they are for us to fix, not for the user to read.
 */

import { platform } from "../platform.ts";
import { coreErrors } from "./core.en.ts";
import type { ErrorCode, ErrorParams, errorMessages } from "./en.ts";

export type { ErrorCode, ErrorParams };

/** The data of an error, from which its text is made in any language. */
export interface ErrorDetails<K extends ErrorCode = ErrorCode> {
  code: K;
  params: ErrorParams<K>;
  path: string | undefined;
}

/**
 * An error that a user can cause or meet: a stable code, what its text needs, and where the input is wrong.
 * @example
 * ```ts
 * import { parseSpec, TidelabError } from "tidelab";
 *
 * try {
 *   parseSpec({ model: { layers: [] }, seeds: 3 });
 * } catch (error) {
 *   console.log(error instanceof TidelabError && error.code); // spec.length
 * }
 * ```
 */
export class TidelabError<K extends ErrorCode = ErrorCode> extends Error implements ErrorDetails<K> {
  readonly code: K;
  readonly params: ErrorParams<K>;
  readonly path: string | undefined;
  /** What else is wrong with the same input, in its order. */
  readonly others: readonly TidelabError[];

  /**
   * @param code    stable name of the error, e.g. `csv.ragged`
   * @param params  what the text needs: what was expected, what was received
   * @param path    where: a spec key, or a file with line and column
   */
  constructor(
    code: K,
    params: ErrorParams<K>,
    path?: string,
    { others = [], ...options }: ErrorOptions & { others?: readonly TidelabError[] } = {},
  ) {
    super([describeError({ code, params, path }), ...others.map(({ message }) => message)].join("\n"), options);
    this.others = others;
    this.name = "TidelabError";
    this.code = code;
    this.params = params;
    this.path = path;
  }

  /** This one and the others, each alone. */
  get all(): TidelabError[] {
    const error = this as unknown as TidelabError;
    if (error.others.length === 0) return [error];
    return [new TidelabError(error.code, error.params, error.path, { cause: error }), ...error.others];
  }

  /**
   * The same error, and what else is wrong, at another place.
   * @param placeOf  gives the new path; undefined where the old one holds
   */
  moved(placeOf: (error: TidelabError) => string | undefined): TidelabError {
    const others = this.others.map((other) => other.moved(placeOf));
    const error = this as unknown as TidelabError;
    return new TidelabError(error.code, error.params, placeOf(error) ?? error.path, { cause: error, others });
  }
}

/** Several errors as one: the first, with the others behind it. */
export function joinErrors([first, ...more]: readonly [TidelabError, ...TidelabError[]]): TidelabError {
  if (more.length === 0) return first;
  const others = [...first.others, ...more.flatMap((error) => [error, ...error.others])];
  return new TidelabError(first.code, first.params, first.path, { cause: first, others });
}

/** A catalogue of error texts in one language; `zh-CN` has the same keys as English, held by the type check. */
export type ErrorMessages = typeof errorMessages;

/**
 * The one-line text of an error: `path: expected …, received …. What to do.`
 * @param messages  English unless given: the core's texts and those that the platform adds. A code without a text is shown as it is.
 * @example
 * ```ts
 * import { describeError, parseSpec, TidelabError } from "tidelab";
 *
 * try {
 *   parseSpec({ model: { layers: [{ layer: "last" }] }, training: { lr: -5 } });
 * } catch (error) {
 *   console.log(error instanceof TidelabError && describeError(error).includes("received -5")); // true
 * }
 * ```
 */
export function describeError<K extends ErrorCode>(error: ErrorDetails<K>, messages?: ErrorMessages) {
  const texts: Readonly<Record<string, unknown>> = messages ?? coreErrors;
  const write = (texts[error.code] ?? platform.errorTexts[error.code]) as
    | ((params: ErrorParams<K>) => string)
    | undefined;
  const text = write ? write(error.params) : `${error.code} ${JSON.stringify(error.params)}`;
  return error.path === undefined ? text : `${error.path}: ${text}`;
}
