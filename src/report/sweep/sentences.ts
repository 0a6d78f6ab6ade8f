/** Sentences that names were put into, as a reader of their language expects them. */
import type { FigureLanguage } from "../../figures/index.ts";

/** Names are between spaces, which Chinese only has around Latin letters and digits. */
export function tightenText(text: string): string {
  return text.replace(/(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff])/g, "");
}

/** An English sentence may begin with the name of an arm. What is no word, such as an id with digits, stays as it is. */
export function capitalizeText(text: string): string {
  return /^[a-z]+(?:-[a-z]+)* /.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

/** A sentence of a report in its language. */
export function tidySentence(text: string, lang: FigureLanguage): string {
  const tight = tightenText(text);
  return lang === "en" ? capitalizeText(tight) : tight;
}
