/** Simplified Chinese texts of all figures. After a change here, run `scripts/subset-font.py`: the shipped font holds just these characters. */
import type { FigureMessages } from "./en.ts";

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

  // A data set
  dataTitle: "数据",
  dataDescription: (p) =>
    `各类别随时间变化的均值及其上下一个标准差，每个类别一幅：${p.classes}。` +
    `下方为各类别的序列数和长度。序列：${p.series} 条。时间步：${p.length}。通道：${p.channels}。`,
  meanAndSpread: "均值与标准差",
  meanAndFirstSpread: "均值；带：通道 1 的标准差",
  sizesTitle: "各类别的序列数",
  lengthsTitle: "长度（时间步）",
  moreClasses: (p) => `另有 ${p.count} 个类别未画出`,

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

  // What the model of each arm reads
  armInputsTitle: "各组模型的输入",
  inputsTitle: "变换前后的序列",
  beforeTransforms: "原序列",
  afterTransforms: "模型的输入",
  moreWindows: (p) => `另有 ${p.count} 个窗口`,
  armInputsDescription: (p) =>
    `每列一个类别（${p.classes}）；同一列中是同一条序列在各行的模型中输入的样子，横轴为时间步。一条序列的各个窗口自上而下排列。`,
  armInputsArm: (p) =>
    p.windows > 1 ? `${p.name}：${p.windows} 个窗口，每个 ${p.steps} 步。` : `${p.name}：${p.steps} 步。`,

  // Every run of every arm
  armSeedsTitle: "每次运行的测试准确率",
  testAccuracyInPercent: "测试准确率（%）",
  oneRun: "一次运行（一个种子）",
  collapsedRun: "训练失败的运行",
  meanOfSeeds: "各种子的均值",
  chance: "随机猜测",
  seedNumbers: (p) => `种子 ${p.seeds.join("、")}`,
  armSeedsDescription: (p) =>
    `每次运行的测试准确率，每行一组，每点一个种子。${p.chance === undefined ? "" : `随机猜测的准确率为 ${p.chance}。`}`,
  armSeedsArm: (p) => `${p.name}：${p.values}。`,

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

  // Gradients
  trainingStep: "训练步",
  gradientNormsTitle: "梯度范数",
  globalNorm: "梯度的总范数",
  beforeClipping: "裁剪前",
  afterClipping: "裁剪后",
  clipThreshold: "裁剪阈值",
  gradientNormsDescription: (p) =>
    `梯度的总范数随训练步的变化，对数刻度。显示 ${p.records} 步，每 ${p.every} 步取一步。最小 ${p.least}，最大 ${p.greatest}。`,
  tensorGradientsTitle: "各张量的梯度与更新",
  tensorNorm: "梯度范数",
  tensorUpdate: "更新量 |Δw| / |w|",
  tensorGradientsDescription: (p) =>
    `两幅热图，每行一个参数张量（共 ${p.tensors} 个），每列一个训练步（共 ${p.records} 步），颜色越深数值越大：裁剪前的梯度范数，以及更新量与张量自身的范数之比。`,
  stateGradientsTitle: "梯度沿时间的变化",
  stateGradient: "|∂L/∂h|",
  stateName: (p) => `${p.layer}，第 ${p.level} 层，${p.reverse ? "反向" : "正向"}`,
  stateGradientsDescription: (p) =>
    `损失对各时间步（自上而下）隐藏状态的梯度范数，共 ${p.records} 个训练步（自左而右），颜色越深数值越大，对数刻度。每层每个方向一格，共 ${p.panels} 格。`,

  // Learning-rate range test
  lrFindTitle: "学习率范围测试",
  learningRate: "学习率",
  smoothedLoss: "平滑后的损失",
  stepLoss: "单步损失",
  suggestedRate: "下降最陡处",
  minimumTenthRate: "最低点 ÷ 10",
  lrFindDescription: (p) =>
    `学习率按指数上升时 ${p.points} 步中每一步的损失及其平滑曲线。` +
    (p.suggestion === undefined ? "损失没有下降，因此不给出建议。" : `建议的学习率：${p.suggestion}。`),
};
