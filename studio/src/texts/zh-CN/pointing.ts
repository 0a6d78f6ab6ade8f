import type { PointingTexts } from "../en/pointing.ts";

export const pointing: PointingTexts = {
  ask: "指出位置",
  evidence: "添加依据",
  restsOn: "依据",
  pointsAt: "所指位置",
  remove: (place) => `移除${place}`,
  step: (step) => `第 ${step} 步`,
  epoch: (epoch) => `第 ${epoch} 轮`,
  cell: (truth, predicted) => `真实 ${truth}、预测 ${predicted}`,
  series: (series) => `测试序列 ${series}`,
  ofRun: (place, run) => `${run} 的${place}`,
  question: (text) => `请指出答案：${text}`,
  hints: {
    step: "把时间轴上的播放位置移到那一步。",
    epoch: "把时间轴上的播放位置移到那一轮。",
    cell: "选择矩阵中的一个单元格。",
    series: "选择矩阵中的一个单元格，再选其中一条序列。",
    any: "前往训练页的某一步，或运行页的某个单元格或序列。",
  },
  otherRun: "此运行不属于该作业：请打开你要提交的运行。",
  take: (place) => `选定${place}`,
  cancel: "取消",
  shown: (place) => `所指位置：${place}。`,
  inEpoch: (epoch, trainLoss, valLoss, accuracy) =>
    `第 ${epoch} 轮：训练损失 ${trainLoss}，验证损失 ${valLoss}，验证准确率 ${accuracy}。`,
  noWeights: "本机没有保存那一步的权重。",
  open: (place) => `打开${place}`,
  openHint: "把该运行保存在本机，并打开该位置。",
  nowhere: (place) => `${place}：提交的运行中没有这个位置`,
  observations: "固定的观察",
  observationAt: (step) => `第 ${step} 步：仅凭记录无法得出在那里固定的内容。`,
};
