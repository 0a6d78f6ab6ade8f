import { check as en } from "./en/check.ts";
import { dictionary } from "./language.ts";
import { check as zhCn } from "./zh-CN/check.ts";

export const checkTexts = dictionary(en, zhCn);
