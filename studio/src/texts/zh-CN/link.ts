import type { LinkTexts } from "../en/link.ts";

export const link: LinkTexts = {
  reading: "正在读取链接……",
  title: "无法使用此链接",
  what: "没有任何改动。请重新索取链接，或从实验开始。",
  lab: "从实验开始",
  queryProblems: {
    hash: "链接中的预期权重哈希不完整：应有 64 位。",
    lock: "链接中的锁定列表不完整，或包含该配置没有的设置。",
    file: "链接中的文件名或哈希不完整，或该配置并不读取此文件。",
  },
};
