import { train as en } from "./en/train.ts";
import { dictionary } from "./language.ts";
import { train as zhCn } from "./zh-CN/train.ts";

export const trainTexts = dictionary(en, zhCn);
