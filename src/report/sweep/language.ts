/** The texts of sweeps in a language, without those of the report of a run. */
import type { FigureLanguage } from "../../figures/index.ts";
import { sweepMessages as english, type SweepMessages } from "../messages/sweep.en.ts";
import { sweepMessages as chinese } from "../messages/sweep.zh-CN.ts";

export function sweepMessagesIn(lang: FigureLanguage): SweepMessages {
  return lang === "zh-CN" ? chinese : english;
}
