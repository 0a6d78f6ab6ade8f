import { share as en } from "./en/share.ts";
import { dictionary } from "./language.ts";
import { share as zhCn } from "./zh-CN/share.ts";

export const shareTexts = dictionary(en, zhCn);
