/** Simplified Chinese errors of the classifiers without gradients. */
import type { classicalErrors as english, SavedProblem } from "./classical.en.ts";
import type { ErrorMessages } from "./errors.ts";

export const classicalErrors: Pick<ErrorMessages, keyof typeof english> = {
  "classical.method": (p) =>
    `应为 ${p.known} 之一，收到的是 ${p.received}。${p.nearest ? `是否想写 ${p.nearest}？` : "可试 mini-rocket。"}`,
  "classical.setting": (p) => `应为 ${p.expected}，收到的是 ${p.received}。不写时为 ${p.usual}。`,
  "classical.oneClass": (p) =>
    `训练序列至少要有两个类别，收到的 ${p.count} 条序列都属于同一类（${p.name}）。请加入其他类别的序列。`,
  "classical.windows": () => "需要完整的序列，收到的是序列的窗口。请去掉 windows 变换：这些方法可处理任意长度的序列。",
  "classical.otherLength": (p) =>
    `所有训练序列都是 ${p.expected} 个时间步，收到的序列有 ${p.received} 步。请截取或重采样，或用多种长度的序列训练。`,
  "classical.tooShort": (p) =>
    `${p.method} 要求至少 ${p.needs} 个时间步，收到的序列只有 ${p.received} 步。请去掉它，或重采样全部序列，或改用 dtw。`,
  "classical.tooLong": (p) =>
    `${p.method} 最多处理 ${p.most} 个时间步，收到的序列有 ${p.received} 步。请重采样以减少步数，或改用 mini-rocket。`,
  "classical.overflow": () =>
    "特征应为有限的数，但序列的值过大，求和超出了 float32 的范围。请先缩放，例如缩放到均值 0、标准差 1。",
  "classical.validation": (p) =>
    `无梯度的方法不用验证序列选择任何东西，不应有验证序列，收到的是 ${p.received}。请去掉它，这些序列便用于训练；或将其文件与训练文件一起给出。`,
  "classical.noScores": (p) => `${p.method} 只查找最近的序列，不给各类别打分。请改用 predict。`,
  "classical.features": (p) =>
    `至少需要两行特征，应有 ${p.rows} × ${p.columns} 个值和 ${p.rows} 个标签，收到的是 ${p.values} 个值和 ${p.labels} 个标签。`,
  "classical.saved": (p) => savedProblems[p.problem],
};

const savedProblems: Record<SavedProblem, string> = {
  format: "需要 tidelab/classical 保存的分类器，收到的不是。请传入其 JSON 经 JSON.parse 得到的对象。",
  hash: "分类器应与保存时一致，收到的内容被改动或被截断：哈希不同。请恢复文件，或重新训练。",
  parts: "分类器的各部分应相互一致，收到的不一致。请恢复文件，或重新训练。",
};
