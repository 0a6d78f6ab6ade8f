/** What a failure looks like to the user, and the exit code that goes with it. Never a stack for what is not our fault. */
import { describeError, TidelabError } from "../../errors/errors.ts";
import { visible, visibleLines } from "../../report/visible.ts";
import { VERSION } from "../../version.ts";
import { defaultAt } from "../lab-flags.ts";
import { errorMessagesIn, type Language, messagesIn } from "./language.ts";

export const EXIT = { done: 0, failed: 1, badInput: 2 } as const;

/** What went wrong that no other input would have kept from going wrong. */
const NOT_INPUT = new Set(["training.diverged", "threads.failed", "run.diskFull"]);

export function exitCodeOf(error: unknown): number {
  return asUserError(error) !== undefined && !NOT_INPUT.has(asUserError(error)?.code ?? "")
    ? EXIT.badInput
    : EXIT.failed;
}

/**
 * A failure as text, a line for each thing that is wrong, without the `error:` before it.
 * @param debug  adds the stack
 */
export function explain(error: unknown, lang: Language, debug: boolean): string[] {
  const mine = asUserError(error);
  const stack = debug && error instanceof Error ? `\n${error.stack}` : "";
  if (mine === undefined) {
    const message = error instanceof Error ? error.message : String(error);
    const runtime = `Node ${process.versions.node}, ${process.platform} ${process.arch}`;
    return [`${visibleLines(message)}\n${messagesIn(lang).bug({ version: VERSION, runtime })}${stack}`];
  }
  const lines = [mine, ...mine.others].map((one) => {
    const usual = hasDefault(one) ? defaultAt(one.path ?? "") : undefined;
    const hint = usual === undefined ? "" : messagesIn(lang).defaultHint({ value: usual });
    return `${visible(describeError(one, errorMessagesIn(lang)))}${hint}`;
  });
  return lines.with(-1, `${lines.at(-1)}${stack}`);
}

/** A failure as data, with all problems where there are several. */
export function failureDocument(error: unknown, lang: Language) {
  const mine = asUserError(error);
  const describe = (one: TidelabError) => describeError(one, errorMessagesIn(lang));
  const problems = isRefusal(mine?.cause) ? mine.cause.problems : mine?.others.length ? mine.all : [];
  return {
    code: mine?.code ?? null,
    path: mine?.path ?? null,
    message: mine ? describe(mine) : String(error),
    ...(problems.length > 0 && {
      problems: problems.map((one) => ({ code: one.code, path: one.path ?? null, message: describe(one) })),
    }),
  };
}

/** The cause of an error that summarises others which were shown before it. */
export interface Refusal {
  readonly problems: readonly TidelabError[];
}

function isRefusal(cause: unknown): cause is Refusal {
  return typeof cause === "object" && cause !== null && "problems" in cause;
}

function hasDefault({ code }: TidelabError): boolean {
  return code === "spec.range" || code === "spec.type" || code === "spec.name";
}

/** The error as one that the user can do something about; undefined for a fault of ours. */
function asUserError(error: unknown): TidelabError | undefined {
  if (error instanceof TidelabError) return error;
  // Sizes within the schema's limits whose product no host can hold.
  const isMemory =
    error instanceof RangeError &&
    !/call stack/i.test(error.message) &&
    /array (buffer allocation|length)|typed array|memory|maximum.*size/i.test(error.message);
  return isMemory ? new TidelabError("cli.host", { reason: error.message }) : undefined;
}
