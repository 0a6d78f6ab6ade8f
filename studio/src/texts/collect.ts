import { collect as en } from "./en/collect.ts";
import { dictionary } from "./language.ts";
import { collect as zhCn } from "./zh-CN/collect.ts";

export const collectTexts = dictionary(en, zhCn);
