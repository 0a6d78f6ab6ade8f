import { controls as en } from "./en/controls.ts";
import { dictionary } from "./language.ts";
import { controls as zhCn } from "./zh-CN/controls.ts";

export const controlTexts = dictionary(en, zhCn);
