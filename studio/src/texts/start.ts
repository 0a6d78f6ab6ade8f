import { start as en } from "./en/start.ts";
import { dictionary } from "./language.ts";
import { start as zhCn } from "./zh-CN/start.ts";

export const startTexts = dictionary(en, zhCn);
