import { palette as en } from "./en/palette.ts";
import { dictionary } from "./language.ts";
import { palette as zhCn } from "./zh-CN/palette.ts";

export const paletteTexts = dictionary(en, zhCn);
