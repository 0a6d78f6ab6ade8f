import { report as en } from "./en/report.ts";
import { dictionary } from "./language.ts";
import { report as zhCn } from "./zh-CN/report.ts";

export const reportTexts = dictionary(en, zhCn);
