import { queue as en } from "./en/queue.ts";
import { dictionary } from "./language.ts";
import { queue as zhCn } from "./zh-CN/queue.ts";

export const queueTexts = dictionary(en, zhCn);
