/** Where the texts for users are: beside their owners, in `messages/` folders and in `src/errors/`. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const MESSAGES = /\/messages\/[^/]+\.ts$|^errors\/(?:[a-z]+\.)?(?:en|zh-CN)\.ts$/;

/** Paths within the package. @throws Error where a language has fewer than there were when this was written */
export function messageFiles(language?: "en" | "zh-CN"): string[] {
  const files = (readdirSync(join(root, "src"), { recursive: true }) as string[]).filter((file) => MESSAGES.test(file));
  const inLanguage = (one: string) => files.filter((file) => new RegExp(`\\b${one}\\.ts$`).test(file));
  if (inLanguage("en").length < 12 || inLanguage("zh-CN").length < 12) throw new Error(`only ${files.join(", ")}`);
  return (language === undefined ? files : inLanguage(language)).map((file) => `src/${file}`);
}
