import { time as en } from "./en/time.ts";
import { dictionary } from "./language.ts";
import { time as zhCn } from "./zh-CN/time.ts";

export const timeTexts = dictionary(en, zhCn);
