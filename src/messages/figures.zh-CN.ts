/** Simplified Chinese texts of all figures. After a change here, run `scripts/subset-font.py`: the shipped font holds just these characters. */
import type { FigureMessages } from "./figures.en.ts";

export const figureMessages: FigureMessages = {
  // Shared
  timeStep: "时间步",
  value: "数值",
  channel: (p) => `通道 ${p.number}`,
  moreChannels: (p) => `另有 ${p.count} 个`,
  noSeries: "无序列",
  noValues: "没有有限数值",

  // Samples
  samplesTitle: "各类别的序列",
  samplesDescription: (p) =>
    `每个类别（${p.classes}）最多 ${p.perClass} 条序列，每列一个类别，按时间步绘制，坐标轴共用。` +
    `时间步数：${p.length}。通道数：${p.channels}。`,

  // Learning curves
  learningCurvesTitle: "学习曲线",
  loss: "损失",
  lossLog: "损失（对数刻度）",
  accuracy: "准确率",
  epoch: "轮次",
  train: "训练集",
  validation: "验证集",
  notDrawn: (p) => `未绘制：${p.count} 个非有限数值`,
  learningCurvesDescription: (p) => `训练集与验证集的损失和准确率随训练轮次的变化。轮次数：${p.epochs}。`,
  learningCurvesLast: (p) =>
    `第 ${p.epoch} 轮：训练损失 ${p.trainLoss}，验证损失 ${p.valLoss}，` +
    `训练准确率 ${p.trainAccuracy}，验证准确率 ${p.valAccuracy}。`,

  // Confusion matrix
  confusionTitle: "混淆矩阵",
  predicted: "预测类别",
  true: "真实类别",
  correct: (p) => `${p.total} 条中 ${p.correct} 条正确（${p.percent}）`,
  confusionDescription: (p) => `按真实类别（行）和预测类别（列）统计的序列条数。类别数：${p.classes}。`,
  confusionRow: (p) => `真实类别 ${p.name}：${p.counts}。`,
  confusionCount: (p) => `预测为 ${p.name} ${p.count}`,

  // Attention
  attentionTitle: "模型关注的位置",
  attentionDescription: (p) => `序列曲线后的色带越深，该时间步的注意力权重越高；权重本身画在下方。序列数：${p.count}。`,
  attentionPanel: (p) => `真实：${p.trueClass}，预测：${p.predictedClass}（${p.probability}）`,
  weight: "权重",
  attentionWeight: "注意力权重",
  uniformWeight: "各时间步权重相等时",
  rightAnswer: "正确",
  wrongAnswer: "错误",
  series: "序列",

  // Curves of all arms
  armCurvesTitle: "各组的学习曲线",
  meanTraining: "训练集均值",
  meanValidation: "验证集均值",
  eachValidation: "验证集各次运行",
  lowestValidationLoss: "平均验证损失最低处",
  armCurvesDescription: (p) => `损失和准确率随训练轮次的变化，每列一组，坐标轴共用。组数：${p.arms}。`,
  armCurvesArm: (p) =>
    `${p.name}（运行 ${p.runs} 次）：平均验证损失在第 ${p.epoch} 轮最低，为 ${p.loss}；最后的平均验证准确率为 ${p.accuracy}。`,

  // Paired differences
  intervalsTitle: "配对差值及其 95% 置信区间",
  differenceInPoints: "测试准确率之差（百分点）",
  differenceShown: "显示出差异",
  noDifferenceShown: "未显示出差异",
  versus: (p) => `${p.first} − ${p.second}`,
  intervalsDescription: "测试准确率的平均差值（百分点）及其 95% 置信区间；位于零的右侧时，前者较高。",
  intervalsRow: (p) => `${p.name}：${p.value}，${p.isShown ? "显示出差异" : "未显示出差异"}。`,

  // Critical differences
  criticalDifferenceTitle: "临界差异图",
  averageRank: "平均秩（1 为最好）",
  methodRank: (p) => `${p.name}（${p.rank}）`,
  criticalDifferenceDescription: (p) => `平均秩，由好到差：${p.ranks}。`,
  notToldApart: (p) => `区分不开：${p.names}。`,
};
