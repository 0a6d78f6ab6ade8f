/** Chinese texts of what was chosen for a training on files, and why. */
import type { ChosenModel, choiceTexts as english } from "./choices.en.ts";

const inFlags = ({ flag }: ChosenModel) => (flag === undefined ? "" : `（${flag}）`);

export const choiceTexts: typeof english = {
  model: {
    usual: (p) => `模型：${p.title}，对这种长度的序列又快又好${inFlags(p)}`,
    short: (p) => `模型：${p.title}，因为最短的序列不够三次减半${inFlags(p)}`,
    asked: (p) => `模型：${p.title}${inFlags(p)}`,
  },
  scale: {
    channel: "归一化：各通道做 z-score，均值和标准差取自训练序列",
    series: "归一化：每条序列各自做 z-score，因为各序列的水平相差很大",
  },
  training: (p) =>
    `训练：最多 ${p.epochs} 轮，每批 ${p.batchSize} 条${p.patience === 0 ? "" : `；验证损失连续 ${p.patience} 轮不降则停止`}，保留最佳权重`,
  groups: (p) => `文件中的 ${p.column} 列是分组，因此划分时同一分组的序列都在一侧。`,
  groupsByName: "文件名或文件夹名给出分组，因此划分时同一分组的序列都在一侧。",
  groupsNotKept: "这种划分不会让同一分组的序列留在一侧：同一分组的序列可能既用于训练又用于测试。",
  notStratified: "划分没有分层：有的类别序列太少，无法在每个集合中都有。对该类别的结果参考价值不大。",
  skipped: (p) => `已去掉 ${p.name} 中 ${p.count} 条无法读取的序列`,
};
