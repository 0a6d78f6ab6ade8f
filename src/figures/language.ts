/** The languages that figures speak. Says which texts belong to which tag; the texts are in `messages/`. */
import { figureMessages as english, type FigureMessages } from "./messages/en.ts";
import { figureMessages as chinese } from "./messages/zh-CN.ts";

/** Language of the texts in figures and reports. */
export type FigureLanguage = "en" | "zh-CN";

export function figureMessagesIn(lang: FigureLanguage): FigureMessages {
  return lang === "zh-CN" ? chinese : english;
}
