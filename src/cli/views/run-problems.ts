/** What goes wrong beside a run without ending it, as warnings. */
import { describeError, TidelabError } from "../../errors/errors.ts";
import type { RecordProblem } from "../../node/store/record-run.ts";
import { errorMessagesIn } from "../terminal/language.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { warn } from "./results.ts";

/** @returns what warns of a problem */
export function warnOf(terminal: Terminal): (problem: RecordProblem) => void {
  const { messages } = terminal;
  return (problem) => {
    switch (problem.type) {
      case "notRecorded": {
        const { folder, error } = problem;
        return warn(terminal, messages.notRecorded({ folder, reason: reasonOf(error, terminal) }));
      }
      case "aboutDamaged":
        return warn(terminal, reasonOf(problem.error, terminal));
      case "aboutSetAside":
        return warn(terminal, messages.aboutSetAside({ path: problem.path }));
    }
  };
}

/** An error of ours in the user's language, any other as it is. */
export function reasonOf(error: unknown, terminal: Terminal): string {
  return error instanceof TidelabError ? describeError(error, errorMessagesIn(terminal.lang)) : String(error);
}
