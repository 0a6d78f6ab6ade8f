import { explain as en } from "./en/explain.ts";
import { dictionary } from "./language.ts";
import { explain as zhCn } from "./zh-CN/explain.ts";

export const explainTexts = dictionary(en, zhCn);
