/**
 * The language that is spoken, and dictionaries in it. A dictionary is a pair of objects of one type, so that a missing key does not
 * compile; a component that reads one is drawn again when the language changes.
 */
import { signal } from "@preact/signals";
import { readSetting, writeSetting } from "../store/settings.ts";

export const LANGUAGES = ["en", "zh-CN"] as const;
export type Language = (typeof LANGUAGES)[number];

function firstLanguage(): Language {
  const kept = readSetting("language");
  if (kept === "en" || kept === "zh-CN") return kept;
  const [preferred = "en"] = globalThis.navigator?.languages ?? [];
  return preferred.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
}

export const language = signal<Language>(firstLanguage());

export function setLanguage(next: Language): void {
  language.value = next;
  writeSetting("language", next);
}

/** @returns what gives the dictionary of the language that is spoken now */
export function dictionary<Texts>(en: Texts, zhCn: NoInfer<Texts>): () => Texts {
  return () => (language.value === "zh-CN" ? zhCn : en);
}
