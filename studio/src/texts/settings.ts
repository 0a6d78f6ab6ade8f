import { settings as en } from "./en/settings.ts";
import { dictionary } from "./language.ts";
import { settings as zhCn } from "./zh-CN/settings.ts";

export const settingTexts = dictionary(en, zhCn);
