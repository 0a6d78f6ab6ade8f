import { task as en } from "./en/task.ts";
import { dictionary } from "./language.ts";
import { task as zhCn } from "./zh-CN/task.ts";

export const taskTexts = dictionary(en, zhCn);
