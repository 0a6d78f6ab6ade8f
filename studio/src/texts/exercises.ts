import { exercises as en } from "./en/exercises.ts";
import { dictionary } from "./language.ts";
import { exercises as zhCn } from "./zh-CN/exercises.ts";

export const exercisesTexts = dictionary(en, zhCn);
