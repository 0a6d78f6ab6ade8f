import { shell as en } from "./en/shell.ts";
import { dictionary } from "./language.ts";
import { shell as zhCn } from "./zh-CN/shell.ts";

export const shellTexts = dictionary(en, zhCn);
