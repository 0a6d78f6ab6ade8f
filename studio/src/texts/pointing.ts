import { pointing as en } from "./en/pointing.ts";
import { dictionary } from "./language.ts";
import { pointing as zhCn } from "./zh-CN/pointing.ts";

export const pointingTexts = dictionary(en, zhCn);
