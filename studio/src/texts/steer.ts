import { steer as en } from "./en/steer.ts";
import { dictionary } from "./language.ts";
import { steer as zhCn } from "./zh-CN/steer.ts";

export const steerTexts = dictionary(en, zhCn);
