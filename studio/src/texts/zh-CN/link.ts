import type { LinkTexts } from "../en/link.ts";

export const link: LinkTexts = {
  reading: "正在读取链接……",
  title: "无法使用此链接",
  what: "没有任何改动。请重新索取链接，或从实验开始。",
  lab: "从实验开始",
};
