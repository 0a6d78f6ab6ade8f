import { predict as en } from "./en/predict.ts";
import { dictionary } from "./language.ts";
import { predict as zhCn } from "./zh-CN/predict.ts";

export const predictTexts = dictionary(en, zhCn);
