import { fix as en } from "./en/fix.ts";
import { dictionary } from "./language.ts";
import { fix as zhCn } from "./zh-CN/fix.ts";

export const fixTexts = dictionary(en, zhCn);
