import { compare as en } from "./en/compare.ts";
import { dictionary } from "./language.ts";
import { compare as zhCn } from "./zh-CN/compare.ts";

export const compareTexts = dictionary(en, zhCn);
