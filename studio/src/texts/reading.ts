import { reading as en } from "./en/reading.ts";
import { dictionary } from "./language.ts";
import { reading as zhCn } from "./zh-CN/reading.ts";

export const readingTexts = dictionary(en, zhCn);
