import { device as en } from "./en/device.ts";
import { dictionary } from "./language.ts";
import { device as zhCn } from "./zh-CN/device.ts";

export const deviceTexts = dictionary(en, zhCn);
