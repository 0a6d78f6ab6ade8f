/** Whether a verdict is that everything is as it was recorded. */
import type { FoundVerdict } from "../engine/found-verdict.ts";

/** A file that another version drew is no fault of the run. */
export function isVerified({ result, files }: FoundVerdict): boolean {
  return result === "same" && files.every((file) => file.result === "otherVersion");
}
