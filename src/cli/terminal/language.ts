/** Which language the command speaks, and its texts. Knows nothing of commands; the texts are in `src/cli/messages/`. */

import { errorMessages as englishErrors } from "../../errors/en.ts";
import { type ErrorMessages, TidelabError } from "../../errors/errors.ts";
import type { FigureLanguage } from "../../figures/index.ts";
import { nearest } from "../../spec/nearest.ts";
import { type CliMessages, cliMessages as english } from "../messages/en.ts";

/** Those of figures and reports, which a run is saved with. */
export type Language = FigureLanguage;

const LANGUAGES: readonly Language[] = ["en", "zh-CN"];

let chinese: { readonly messages: CliMessages; readonly errors: ErrorMessages } | undefined;

/** Loads the texts of a language, which is due before `messagesIn`. English is there; Chinese would cost every start 150 kB of texts. */
export async function loadLanguage(lang: Language): Promise<void> {
  if (lang === "en" || chinese !== undefined) return;
  const [{ cliMessages }, { errorMessages }] = await Promise.all([
    import("../messages/zh-CN.ts"),
    import("../../errors/zh-CN.ts"),
  ]);
  chinese = { messages: cliMessages, errors: errorMessages };
}

export function messagesIn(lang: Language): CliMessages {
  return lang === "zh-CN" ? loaded().messages : english;
}

export function errorMessagesIn(lang: Language): ErrorMessages {
  return lang === "zh-CN" ? loaded().errors : englishErrors;
}

function loaded() {
  if (chinese === undefined) throw new Error("loadLanguage comes first");
  return chinese;
}

/**
 * The language of the locale: POSIX's variables in their order, then what the system says (Windows sets no variables).
 * Chinese of any region or script is shown as Simplified Chinese, everything else as English.
 */
export function localeLanguage(env: Readonly<Record<string, string | undefined>>, systemLocale?: string): Language {
  const set = [env.LC_ALL, env.LC_MESSAGES, env.LANG].find((value) => value !== undefined && value !== "");
  // Asked for only where it counts: it takes 20 ms.
  const locale = set ?? systemLocale ?? Intl.DateTimeFormat().resolvedOptions().locale;
  return languageOf(locale) ?? "en";
}

/** The language of a name as locales write it: `zh`, `ZH`, `zh_CN.UTF-8`, `zh-Hans`, `en-GB`; undefined for others. */
function languageOf(name: string): Language | undefined {
  const [, code = ""] = /^(zh|en)(?:[-_.@]|$)/i.exec(name) ?? [];
  return LANGUAGES.find((known) => known.startsWith(code.toLowerCase() || "-"));
}

/**
 * The language that `--lang` asks for, at any position: help and errors speak it too, so it is looked for before the
 * arguments are parsed. What is not a language is left to `checkLanguage`, once they are.
 */
export function requestedLanguage(args: readonly string[], fallback: Language): Language {
  const end = args.indexOf("--");
  let language = fallback;
  for (const [index, arg] of (end < 0 ? args : args.slice(0, end)).entries()) {
    const value = arg === "--lang" ? args[index + 1] : arg.startsWith("--lang=") ? arg.slice("--lang=".length) : "";
    language = languageOf(value ?? "") ?? language;
  }
  return language;
}

/** @throws TidelabError `spec.choice` for a language that there is not */
export function checkLanguage(value: string): Language {
  const language = languageOf(value);
  if (language !== undefined) return language;
  const params = { values: LANGUAGES.join(", "), received: JSON.stringify(value), nearest: nearest(value, LANGUAGES) };
  throw new TidelabError("spec.choice", params, "--lang");
}
