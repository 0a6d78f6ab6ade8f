import { link as en } from "./en/link.ts";
import { dictionary } from "./language.ts";
import { link as zhCn } from "./zh-CN/link.ts";

export const linkTexts = dictionary(en, zhCn);
