/** Chinese texts of notices; the keys are those of `notices.en.ts`. */
import type { NoticeTexts } from "./notices.en.ts";

const SETS = { train: "训练集", val: "验证集", test: "测试集" };

export const noticeTexts: NoticeTexts = {
  lastOfBothDirections: () =>
    "last 取双向层输出的最后一步，而反向的一半在这一步只读过一个时间步（即 PyTorch 的 x[:, -1]）。finalState 取两个方向各自的最终状态（h_n）。",
  dropoutOfOneLayer: (p) =>
    `dropout ${p.dropout} 用在 ${p.layer} 的各层之间，而这里只有一层，不起作用。请把 numLayers 设为 2 或更多，或在其后加一个 dropout 层。`,
  lastAccumulation: (p) =>
    `每轮有 ${p.batches} 个批次，最后一步只累积 ${p.rest} 个而不是 ${p.accumulate} 个；梯度仍除以 ${p.accumulate}，因此相应偏小。`,
  classesMissing: (p) =>
    `${SETS[p.set]}中没有类别 ${p.classes.map((name) => JSON.stringify(name)).join("、")} 的序列。${p.set === "train" ? "模型学不到没见过的类别。" : "这些类别得不到评估。"}${p.stratify ? "请使用更多序列。" : "请使用更多序列、换一个种子，或把 split.stratify 设为 true。"}`,
  singleClass: (p) =>
    `${SETS[p.set]}的 ${p.count} 条序列都属于类别 ${JSON.stringify(p.name)}，其准确率说明不了其他类别。请使用更多序列、换一个种子，或把 split.stratify 设为 true。`,
  lengthsDiffer: (p) =>
    `${SETS[p.set]}的序列有 ${p.length} 个时间步，训练集为 ${p.trained} 个：评估时用的是模型没有训练过的长度。请使用同样长度的序列，或用变换（resample、truncate、pad）统一长度。`,
  tinySet: (p) =>
    `${SETS[p.set]}只有 ${p.count} 条序列${p.set === "train" ? "。" : `，一条就会让准确率变化 ${Math.round(100 / p.count)}%。`}请使用更多序列，或调整划分比例。`,
};
