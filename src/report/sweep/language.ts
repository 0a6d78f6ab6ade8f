/** The texts of a sweep's report: its own and those that it shares with the report of a run. */
import type { FigureLanguage } from "../../figures/index.ts";
import { messagesIn } from "../language.ts";
import type { ReportMessages } from "../messages/run.en.ts";
import { sweepMessages as english, type SweepMessages } from "../messages/sweep.en.ts";
import { sweepMessages as chinese } from "../messages/sweep.zh-CN.ts";

export interface Texts {
  readonly sweep: SweepMessages;
  readonly run: ReportMessages;
}

export function textsIn(lang: FigureLanguage): Texts {
  return { sweep: lang === "zh-CN" ? chinese : english, run: messagesIn(lang) };
}
