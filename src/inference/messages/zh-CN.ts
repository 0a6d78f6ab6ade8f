/** `tidelab/readers/zh-CN`: what was found in files and chosen for them, in Chinese, for pages that show it. */

import type { TrainingPlan } from "../../data/files/plan-training.ts";
import type { TableNotice } from "../new-series/notices.ts";
import { choiceTexts } from "./choices.zh-CN.ts";
import { choicesOf } from "./describe-plan.ts";
import { tableNotices } from "./notices.zh-CN.ts";

/**
 * A notice of `readSeries`, `planTraining` or `readLikeTraining` as a sentence in Chinese.
 * @example
 * ```ts
 * import { readSeries } from "tidelab/readers";
 * import { describeNotice } from "tidelab/readers/zh-CN";
 *
 * const { notices } = await readSeries(new File(["sine,0.1,0.5\nsquare,1,1\n"], "two.csv"));
 * console.log(notices.map(describeNotice).length); // 1
 * ```
 */
export function describeNotice(notice: TableNotice): string {
  return tableNotices[notice.kind](notice as never);
}

/**
 * What a plan chose and what to mind about it, in Chinese: a sentence each, as `tidelab train` says it. The names in it are as the files
 * have them: a page shows them as text, never as markup.
 * @example
 * ```ts
 * import { openSeriesFiles, planTraining } from "tidelab/readers";
 * import { describePlan } from "tidelab/readers/zh-CN";
 *
 * const rows = Array.from({ length: 20 }, (_, i) => `${i % 2 ? "up" : "down"},${[0, 1, 2].map((t) => (i % 2 ? t : -t)).join()}`);
 * const file = new File([`label,t0,t1,t2\n${rows.join("\n")}\n`], "slopes.csv");
 * const plan = await planTraining({ kind: "files", train: "slopes.csv" }, openSeriesFiles([file]));
 * const { choices, notices } = describePlan(plan);
 * console.log(choices.length, notices.length); // 3 0
 * ```
 */
export function describePlan(plan: TrainingPlan): { readonly choices: string[]; readonly notices: string[] } {
  const { choices, notices } = choicesOf(plan, choiceTexts);
  const read = [...plan.files.flatMap((file) => file.notices), ...plan.notices];
  return { choices, notices: [...read.map(describeNotice), ...notices] };
}
