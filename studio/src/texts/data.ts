import { data as en } from "./en/data.ts";
import { dictionary } from "./language.ts";
import { data as zhCn } from "./zh-CN/data.ts";

export const dataTexts = dictionary(en, zhCn);
