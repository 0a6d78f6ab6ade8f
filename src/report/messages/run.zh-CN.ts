/** Simplified Chinese texts of the reports. */
import type { ReportMessages } from "./run.en.ts";

export const reportMessages: ReportMessages = {
  lang: "zh-CN",
  genre: "训练报告",
  maker: (p) => `由 Tidelab ${p.version} 生成。`,
  status: { finished: "已完成", stopped: "已停止", diverged: "发散" },
  list: (items) => items.join("、"),
  gap: "",
  comma: "、",
  colon: "：",
  figure: (p) => `图 ${p.number}`,
  table: (p) => `表 ${p.number}`,

  // How it ended
  stoppedTitle: "训练中途停止",
  stoppedText: (p) =>
    `本次运行在完成 ${p.planned} 轮中的 ${p.done} 轮后由用户停止。` +
    (p.isRestored ? "权重和测试结果取自最佳轮次。" : "权重和测试结果取自最后一个批次之后。"),
  divergedTitle: "训练发散",
  divergedText: (p) =>
    `在第 ${p.epoch} 轮、第 ${p.step} 步，损失或其梯度不再是有限值（损失 ${p.loss}）。` +
    (p.norms === "" ? "" : `此前各步的梯度范数：${p.norms}。`) +
    `所存的是此前${p.isRestored ? "最佳轮次" : "最后一组有效"}的权重，测试也用这组权重进行。` +
    `可试小于 ${p.lr} 的学习率，${p.isClipped ? "或更小的梯度范数裁剪阈值" : "或将梯度范数裁剪到 1"}。`,

  // Aim
  aim: (p) =>
    `本次运行训练了${p.model}（${p.parameters} 个参数），用于在长度为 ${p.length} 个时间步的序列中区分 ${p.classes}；` +
    `训练用 ${p.train} 条序列，测试用 ${p.test} 条从未见过的序列。`,
  someClasses: (p) => `${p.count} 个类别`,
  recurrentModel: (p) =>
    `一个${p.layers > 1 ? ` ${p.layers} 层` : ""}${p.isBidirectional ? "双向" : p.layers > 1 ? "单向" : "单层单向"} ${p.cell}，隐藏单元 ${p.hidden} 个` +
    (p.isAttentive ? "，带时间注意力" : "") +
    (p.before === "" ? "" : `，前接 ${p.before}`),
  convolutionalModel: (p) => `一个有 ${p.convolutions} 个卷积层的一维 CNN`,
  mixedModel: (p) => `一个由 ${p.convolutions} 个卷积层和 ${p.cell} 层组成的网络`,
  otherModel: (p) => `一个 ${p.layers} 层的网络`,

  // The numbers at the top
  testAccuracy: "测试准确率",
  testLoss: "测试损失",
  parameters: "参数量",
  epochs: "轮数",
  trainingTime: "训练用时",
  ofPlanned: (p) => (p.done === p.planned ? p.done : `${p.done} / ${p.planned}`),

  // Data
  data: "数据",
  property: "属性",
  value: "值",
  source: "来源",
  waves: "一个周期的正弦波或方波，叠加正态噪声",
  generated: (p) => `生成的波形：${p.kinds}`,
  kinds: { sine: "正弦波", square: "方波", triangle: "三角波", sawtooth: "锯齿波", chirp: "线性调频波" },
  noise: "噪声标准差",
  walk: "随机游走每步的标准差",
  frequency: "周期数",
  phase: "相位（以周期计）",
  amplitude: "振幅",
  missing: "缺失值",
  missingSpans: (p) =>
    `每条序列 ${p.spans} 段，每段 ${p.steps} 步，用${{ previous: "前一个值", linear: "线性插值", zero: "零" }[p.fill]}填补`,
  labelNoise: "训练集中的错误标签",
  fileOf: { train: "训练文件", val: "验证文件", test: "测试文件" },
  file: (p) => `${p.name}：${p.series} 条序列，SHA-256 ${p.sha256}…`,
  fileBesideOf: {
    labels: { train: "训练文件的标签", val: "验证文件的标签", test: "测试文件的标签" },
    indices: { train: "训练序列的索引", val: "验证序列的索引", test: "测试序列的索引" },
  },
  fileBeside: (p) => `${p.name}，SHA-256 ${p.sha256}…`,
  fileCount: (p) => `${p.count} 个文件，见 run.json`,
  missingRules: {
    refuse: "不接受",
    linear: "线性插值",
    previous: "前一个值",
    value: "固定值",
    mask: "线性插值，并用一个通道标出缺失位置",
  },
  missingFilled: (p) => `${p.count} 个值，用${p.rule}填补`,
  splitKind: "划分方式",
  splitKinds: {
    groups: "按分组：同一分组的序列都在一侧",
    time: "按时间：前面的序列用于训练，后面的用于测试",
    folds: "交叉验证：用其中一折测试",
    resample: "合并训练文件和测试文件后重新抽样（aeon 的方法）",
    indices: "合并训练文件和测试文件后按索引文件重新抽样",
  },
  theTrainingSeries: "即训练序列本身",
  series: "序列总数",
  training: "训练集",
  validation: "验证集",
  test: "测试集",
  partOf: (p) => `${p.count}（${p.share}）`,
  steps: "时间步",
  channels: "通道数",
  classes: "类别",
  scale: "数值除以",
  stepsRead: "模型读取的时间步",
  windows: "窗口",
  windowCounts: (p) => `训练 ${p.train}，验证 ${p.val}，测试 ${p.test}`,
  transformNumber: (p) => `变换 ${p.number}`,
  transforms: {
    truncate: (p) =>
      `截断到至多 ${p.length} 步：` +
      {
        head: "保留开头",
        tail: "保留末尾",
        centre: "保留中间",
        random: "训练序列保留随机一段，其余序列保留中间",
      }[p.keep],
    pad: (p) =>
      `填充到 ${p.length} 步，在${p.side === "left" ? "左" : "右"}侧补${p.mode === "edge" ? "边缘的值" : ` ${p.value}`}`,
    resample: (p) => `重采样为 ${p.length} 步`,
    windows: (p) =>
      `窗口长 ${p.length} 步，每隔 ${p.stride ?? p.length} 步一个；序列的判断取` +
      (p.answer === "votes" ? "各窗口的多数" : "各窗口 logits 的平均"),
    normalise: (p) =>
      ({ zScore: "标准化（z-score）", minMax: "缩放到 0 … 1", maxAbs: "除以最大绝对值" })[p.method] +
      {
        series: "，逐序列逐通道",
        channel: "，按训练序列的各通道",
        all: "，按训练序列的全部通道",
      }[p.over],
    difference: (p) => (p.order === 1 ? "相邻时间步之差" : `${p.order} 阶差分`),
  },

  // Model
  model: "模型",
  layers: "各层按数据流经的顺序列出；形状为单条序列的形状（时间步 × 特征）",
  name: "名称",
  layer: "层",
  outputShape: "输出形状",
  total: "合计",

  // Training
  settings: "训练设置",
  setting: "设置",
  optimizer: "优化器",
  learningRate: "学习率",
  weightDecay: "权重衰减",
  decoupled: "解耦",
  l2: "L2",
  decayOf: (p) => `${p.decay}（${p.kind}）`,
  betas: "β₁、β₂",
  eps: "ε",
  momentum: "动量",
  nesterov: "Nesterov 动量",
  batchSize: "批大小",
  clipGradNorm: "梯度范数裁剪阈值",
  clipGradValue: "梯度值裁剪阈值",
  loss: "损失函数",
  crossEntropy: "交叉熵",
  classWeights: "类别权重",
  balanced: "平衡：与各类训练序列数成反比",
  labelSmoothing: "标签平滑",
  schedule: "学习率调度",
  schedules: {
    step: "阶梯衰减",
    exponential: "指数衰减",
    cosine: "余弦退火",
    cosineRestarts: "余弦重启",
    oneCycle: "单周期",
    reduceOnPlateau: "停滞时降低",
  },
  scheduleOptions: {
    stepSize: "每阶段轮数",
    gamma: "系数",
    warmup: "预热",
    startFactor: "起始比例",
    etaMin: "降至",
    per: "单位",
    cycles: "周期数",
    maxLr: "最大学习率",
    pctStart: "上升段比例",
    annealStrategy: "曲线",
    cycleMomentum: "动量随之变化",
    baseMomentum: "最小动量",
    maxMomentum: "最大动量",
    divFactor: "起始除数",
    finalDivFactor: "最终除数",
    factor: "系数",
    patience: "容忍轮数",
    threshold: "阈值",
    thresholdMode: "阈值类型",
    cooldown: "冷却轮数",
    minLr: "最小学习率",
    eps: "ε",
  },
  scheduleWords: { epoch: "轮", step: "步", cos: "余弦", linear: "线性", rel: "相对", abs: "绝对" },
  accumulate: "梯度累积的批数",
  earlyStopping: "早停",
  patience: (p) => `连续 ${p.patience} 轮没有改进${p.minDelta === "0" ? "" : `（改进须大于 ${p.minDelta}）`}`,
  restoreBest: "恢复最佳轮次",
  augmentNumber: (p) => `数据增强 ${p.number}`,
  ofTheTime: (p) => `，概率 ${p.share}`,
  augmentations: {
    jitter: (p) => `加标准差为 ${p.sigma} 的正态噪声`,
    scale: (p) => `每个通道乘以 1 ± ${p.sigma} 的系数`,
    shift: (p) => `平移至多 ${p.steps} 步`,
    timeWarp: (p) => `时间扭曲，${p.knots} 个节点，速度 1 ± ${p.strength}`,
    windowSlice: (p) => `取全长 ${p.share} 的一段并拉伸到全长`,
    mixup: (p) => `Mixup，alpha ${p.alpha}`,
  },
  seed: "随机种子",
  yes: "是",
  no: "否",
  never: "不裁剪",

  // Curves
  curves: "学习曲线",
  noEpoch: "没有完成的轮次，因此没有曲线。",
  curvesSummary: (p) =>
    `${
      {
        valLoss: `验证损失在第 ${p.epoch} 轮最低，为 ${p.loss}，此时验证准确率为 ${p.accuracy}。`,
        valAccuracy: `验证准确率在第 ${p.epoch} 轮最高，为 ${p.accuracy}，此时验证损失为 ${p.loss}。`,
        trainLoss: `训练损失在第 ${p.epoch} 轮最低，此时验证损失为 ${p.loss}，验证准确率为 ${p.accuracy}。`,
      }[p.monitor]
    }训练与验证共用时 ${p.total}，平均每轮 ${p.each}。`,
  selection: (p) =>
    `按${{ valLoss: "验证损失", valAccuracy: "验证准确率", trainLoss: "训练损失" }[p.monitor]}，最佳轮次为第 ${p.bestEpoch} 轮（${p.bestValue}），` +
    `${p.isLast ? "也是最后一轮" : `最后一轮为第 ${p.lastEpoch} 轮`}；测试集不参与选择。` +
    (p.patience === undefined ? "" : `此后连续 ${p.patience} 轮没有改进，训练因此早停。`) +
    (p.weights === "best" ? "所存权重为最佳轮次的权重。" : "所存权重为最后一步的权重。"),
  epochTable: {
    valLoss: "各轮结果；验证损失最低的一轮突出显示",
    valAccuracy: "各轮结果；验证准确率最高的一轮突出显示",
    trainLoss: "各轮结果；训练损失最低的一轮突出显示",
  },
  epochTableThinned: (p) =>
    `每 ${p.every} 轮一行，另有首轮、末轮和突出显示的${{ valLoss: "验证损失最低", valAccuracy: "验证准确率最高", trainLoss: "训练损失最低" }[p.monitor]}的一轮；全部轮次见 run.json`,
  epoch: "轮次",
  trainLoss: "训练损失",
  valLoss: "验证损失",
  trainAccuracy: "训练准确率",
  valAccuracy: "验证准确率",
  gradNorm: "梯度范数",
  seconds: "用时",

  // Test
  testResult: "测试",
  testSummary: (p) =>
    `${p.total} 条测试序列中，模型判断正确 ${p.correct} 条（准确率 ${p.accuracy}），平均损失为 ${p.loss}。`,
  noTest: "没有测试结果：测试序列上的损失不是有限值。",
  report: "分类报告",
  precision: "精确率",
  recall: "召回率",
  f1Score: "F1 分数",
  support: "样本数",
  class: "类别",
  accuracy: "准确率",
  macroAvg: "宏平均",
  weightedAvg: "加权平均",
  undefinedMetric: (p) =>
    ({
      precision: `没有序列被预测为 ${p.labels}：其精确率无定义，记为 0。`,
      recall: `没有序列真正属于 ${p.labels}：其召回率无定义，记为 0。`,
      f1Score: `没有序列属于 ${p.labels} 或被预测为该类：其 F1 分数无定义，记为 0。`,
    })[p.metric],
  confusion: "混淆矩阵",
  confusionText: "行是序列的真实类别，列是模型的判断；对角线上为正确的判断。",
  attention: "模型关注的位置",
  attentionText:
    "每个类别的若干测试序列，判断错误的在前。底色越深，该时间步对判断的作用越大；下方的面积即权重本身，虚线是各时间步权重相等时的值。",

  // Gradients
  gradients: "梯度稳定性",
  gradientNorms: (p) =>
    `在记录的 ${p.records} 步中${p.every === "1" ? "" : `（每 ${p.every} 步取一步）`}，梯度的总范数${p.records === "1" ? `为 ${p.median}` : `在 ${p.least} 与 ${p.greatest} 之间，中位数为 ${p.median}`}。` +
    (!p.isClipped ? "未作裁剪。" : p.clipped === "0" ? "其中没有一步被裁剪。" : `其中 ${p.clipped} 步被裁剪。`),
  gradientUpdates: (p) =>
    `在最后记录的一步中，各张量的更新量是其自身范数的 ${p.least} 到 ${p.greatest} 倍，中位数为 ${p.median}。`,
  stateName: (p) => `${p.layer} 第 ${p.level} 层${p.reverse ? "反向" : "正向"}`,
  gradientStates: (p) =>
    "从最后读入的时间步到最先读入的时间步，损失对隐藏状态的梯度变为原来的 " +
    (p.isOne
      ? `${p.least.factor} 倍（各次记录的几何平均）。`
      : `${p.least.factor} 倍（${p.least.name}）到 ${p.greatest.factor} 倍（${p.greatest.name}），均为各次记录的几何平均。`) +
    (p.vanishing === "" && p.exploding === ""
      ? "以 1,000 倍为界，既未消失也未爆炸。"
      : `${p.vanishing === "" ? "" : `${p.vanishing}中梯度消失（小于 1/1,000）。`}${p.exploding === "" ? "" : `${p.exploding}中梯度爆炸（大于 1,000）。`}`),

  // Reproducing it
  classical: {
    genre: "无梯度分类器报告",
    results: "结果",
    overview: "各次运行的对照；F1 分数为各类别的简单平均",
    method: "方法",
    fitTime: "拟合用时",
    settings: {
      features: "要求的特征数",
      maxDilations: "每个卷积核的最多膨胀数",
      kernels: "卷积核数",
      groups: "每个膨胀的组数",
      window: "要求的窗口",
    },
    found: { alpha: "找到的惩罚系数", features: "特征数", window: "窗口" },
    testSummary: (p) =>
      `分类器在 ${p.total} 条测试序列中正确分类 ${p.correct} 条（准确率 ${p.accuracy}）。它只给出类别，不给出概率，因此没有损失。`,
    classifierHash: "分类器的 SHA-256",
    verify: "相同的配置在任何主机上都得到逐位相同的分类器。要验证本次运行，可重新拟合并比较每个数值：",
  },

  reproduce: "复现本次运行",
  verify: [
    "相同的配置与相同的数值内核，无论用几个线程，得到的权重都逐位相同。要验证本次运行，可重新训练一次，逐一比较所有数字：",
    { code: "tidelab verify report.html" },
    "（本文件内含运行记录），或对运行的文件夹执行同一命令。",
  ],
  numerics: "数值内核",
  threads: "线程数",
  weightsHash: "权重的 SHA-256",
  started: "开始时间",
  version: "Tidelab",
  runtime: "运行环境",
  platform: "平台",
  cpu: "处理器",
  cores: "核心数",
  unknown: "未知",
  spec: "配置",
};
