import { teach as en } from "./en/teach.ts";
import { dictionary } from "./language.ts";
import { teach as zhCn } from "./zh-CN/teach.ts";

export const teachTexts = dictionary(en, zhCn);
