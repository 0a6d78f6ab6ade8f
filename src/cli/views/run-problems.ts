/** What goes wrong with the folder of a run, or its place in the store, as warnings. */
import { describeError, TidelabError } from "../../errors/errors.ts";
import type { FolderProblem } from "../../node/runs/run-in-folder.ts";
import { errorMessagesIn } from "../terminal/language.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { warn } from "./results.ts";

/** @returns what warns of a problem */
export function warnOf(terminal: Terminal): (problem: FolderProblem) => void {
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
      case "folderMadeAgain":
        return warn(terminal, messages.folderMadeAgain({ folder: problem.folder }));
      case "olderCheckpoint":
        return warn(terminal, messages.olderCheckpoint({ problem: reasonOf(problem.error, terminal) }));
      case "noCheckpoint":
        return warn(terminal, messages.noCheckpoint({ reason: reasonOf(problem.error, terminal) }));
      case "savedElsewhere":
        return warn(terminal, messages.savedElsewhere({ folder: problem.folder, instead: problem.instead }));
      case "keptInCheckpoint":
        // No warning: the error that follows says what went wrong.
        return terminal.notice(messages.keptInCheckpoint({ folder: problem.folder }));
    }
  };
}

/** An error of ours in the user's language, any other as it is. */
export function reasonOf(error: unknown, terminal: Terminal): string {
  return error instanceof TidelabError ? describeError(error, errorMessagesIn(terminal.lang)) : String(error);
}
