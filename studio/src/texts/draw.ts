import { draw as en } from "./en/draw.ts";
import { dictionary } from "./language.ts";
import { draw as zhCn } from "./zh-CN/draw.ts";

export const drawTexts = dictionary(en, zhCn);
