/** The languages that reports speak. Says which texts belong to which tag; the texts are in `messages/`. */
import type { FigureLanguage } from "../figures/index.ts";
import { reportMessages as english, type ReportMessages } from "./messages/run.en.ts";
import { reportMessages as chinese } from "./messages/run.zh-CN.ts";

export function reportMessagesIn(lang: FigureLanguage): ReportMessages {
  return lang === "zh-CN" ? chinese : english;
}
