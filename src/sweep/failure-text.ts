/** Why a run has no result, in the reader's language. Failures are stored as data; their `message` is the English text. */
import { failureTexts as english } from "./messages/failures.en.ts";
import { failureTexts as chinese } from "./messages/failures.zh-CN.ts";
import type { Failure } from "./result.ts";

/** @returns the English message of failures that are stored without their data, such as those of older versions */
export function failureText({ reason, message, epoch, step, exit }: Failure, lang: "en" | "zh-CN"): string {
  const texts = lang === "zh-CN" ? chinese : english;
  if (exit !== undefined) return texts.exited(exit);
  if (epoch === undefined) return message;
  if (reason === "diverged" && step !== undefined) return texts.diverged({ epoch, step });
  return reason === "pruned" || reason === "stopped" ? texts[reason]({ epoch }) : message;
}
