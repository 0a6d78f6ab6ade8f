/** Why a run has no result, in the reader's language. Failures are stored as data; their `message` is the English text. */
import type { FigureLanguage } from "../figures/index.ts";
import type { Failure } from "../sweep/result.ts";
import { failureTexts } from "./messages/failures.zh-CN.ts";

/** @returns the English message of failures that are stored without their data, such as those of older versions */
export function failureText({ reason, message, epoch, step, exit }: Failure, lang: FigureLanguage): string {
  if (lang === "en") return message;
  if (exit !== undefined) return failureTexts.exited(exit);
  if (epoch === undefined) return message;
  if (reason === "diverged" && step !== undefined) return failureTexts.diverged({ epoch, step });
  return reason === "pruned" || reason === "stopped" ? failureTexts[reason]({ epoch }) : message;
}
