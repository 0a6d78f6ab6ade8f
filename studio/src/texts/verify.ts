import { verify as en } from "./en/verify.ts";
import { dictionary } from "./language.ts";
import { verify as zhCn } from "./zh-CN/verify.ts";

export const verifyTexts = dictionary(en, zhCn);
