import { run as en } from "./en/run.ts";
import { dictionary } from "./language.ts";
import { run as zhCn } from "./zh-CN/run.ts";

export const runTexts = dictionary(en, zhCn);
