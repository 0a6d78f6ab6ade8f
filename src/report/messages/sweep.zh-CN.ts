/** Simplified Chinese texts of the reports of sweeps. */

import type { SweepMessages } from "./sweep.en.ts";
import { sweepNames } from "./sweep-names.zh-CN.ts";

export const sweepMessages: SweepMessages = {
  genre: "对照实验报告",
  ...sweepNames,
  lang: "zh-CN",
  comma: "、",
  semicolon: "；",
  list: (items) => items.join("、"),
  choice: (items) => (items.length < 2 ? items.join("") : `${items.slice(0, -1).join("、")}或${items.at(-1)}`),
  allArms: (p) => `全部 ${p.count} 个组`,
  armsWith: (p) => `采用${/^[\u4e00-\u9fff]/.test(p.settings) ? "" : " "}${p.settings} 的全部 ${p.count} 个组`,
  someArms: (p) => `${p.all} 个组中的 ${p.count} 个（${p.names} 等）`,

  // What was varied, in a sentence
  varied_: (p) => p.name,

  // The student
  name: "姓名",
  studentNumber: "学号",
  class: "班级",
  date: "日期",
  blanks:
    "本页的空白处可以直接输入。提交前请打印成 PDF，或在 Chrome、Edge、Firefox 中另存为“网页，全部”：浏览器不会自动保存，刷新后输入的内容就会丢失。保存后改动过的报告不会被 Tidelab 覆盖，新报告会写在它旁边。",
  ownExpectation: "我的预期与理由（请在阅读结果之前填写）：",
  ownExplanation: "我对上述结果的解释：",
  ownConclusion: "我的结论：",

  // The numbers at the top
  arms: "实验组",
  runsDone: "运行次数",
  seedsCount: "随机种子数",
  differencesShown: "显示出差异的比较",
  trainingTime: "训练总用时",
  ofAll: (p) => (p.done === p.all ? p.done : `${p.done} / ${p.all}`),
  findings: "主要结果",
  failedTitle: "部分运行没有结果",
  failedText: (p) =>
    `${p.all} 次运行中有 ${p.failed} 次未得到结果。以下均值和比较都不含这些运行，所在各组的成绩因而可能偏高；具体情况见附录。`,
  partialTitle: "运行尚不齐全",
  partialText: (p) =>
    `每组每个种子各应有一次运行，共 ${p.all} 次，目前还缺 ${p.missing} 次。` +
    (p.untried === "" ? "" : `${p.untried} 还没有任何运行。`) +
    "以下内容只反映已有的运行，补齐之后可能改变。",
  repeatedTitle: "有重复的运行",
  repeatedText: (p) =>
    `有 ${p.count} 次运行与另一次的设置和种子相同，每组重复只计第一次。` +
    (p.differing === 0
      ? "它们的权重相同。"
      : `其中 ${p.differing} 次的权重与计入的那次不同，说明所用的数值内核或 Tidelab 版本不同。`),
  runCount: (p) => `${p.count} 次运行`,

  // Aim
  aim: "实验目的",
  aimText: (p) =>
    (p.isOneArm
      ? `本实验考察一个实验组的分类效果：模型要在长度为 ${p.length} 个时间步的序列中区分 ${p.classes}。`
      : `本实验改变 ${p.axes}，考察其对分类效果的影响：模型要在长度为 ${p.length} 个时间步的序列中区分 ${p.classes}。共设 ${p.arms} 个实验组，`) +
    (p.isComplete
      ? `${p.isOneArm ? "该组" : "每组"}用 ${p.seeds}各训练一次。`
      : `每组应使用 ${p.seeds}各训练一次，目前尚未完成。`),
  seeds: (p) => (p.count === 1 ? `1 个随机种子（${p.seeds}）` : `${p.count} 个随机种子（${p.seeds}）`),
  pairedSame: "除此之外，各组的条件完全相同。种子相同时，各组使用同样的序列和同样的划分，因此结果按种子配对比较。",
  pairedData: "除此之外，各组的条件完全相同。数据本身也是变量之一，各组的序列因而不同；结果仍按种子配对比较。",

  // Data
  data: "数据",
  dataVaries: "数据本身也是变量之一：表中是各组共同的属性，图中是各组的序列举例。",
  samplesText: (p) => `图中是种子为 ${p.seed} 时的序列，已按模型输入缩放和变换。其他种子会生成同类的另一批序列。`,
  inputsText: (p) =>
    `各组模型的输入不同。图中每列是种子为 ${p.seed} 时该类别的同一条序列，每行是该序列在一组中输入模型的样子。各图坐标轴相同，虚线表示输入到此为止。窗口逐个输入模型，图中自上而下排列。`,
  inputsCut: (p) => `共 ${p.all} 种，图中绘出前 ${p.shown} 种。`,
  classesCut: (p) => `共 ${p.all} 个类别，图中绘出前 ${p.shown} 个。`,

  // Models
  models: "模型",
  oneModel: (p) =>
    `各组训练的是同一个模型：${p.model}，共 ${p.parameters} 个参数。` +
    (p.flops === undefined ? "" : `一条序列的前向传播中，矩阵乘法和卷积共需 ${p.flops} FLOPs。`),
  modelTable: "各组的模型；FLOPs 为一条序列前向传播中矩阵乘法和卷积的浮点运算次数",
  arm: "实验组",
  model: "模型",
  parameters: "参数量",
  flops: "每条序列的 FLOPs",

  // What was varied
  varied: "变量与设置",
  variedTable: "各组之间不同的设置",
  setting: "设置",
  path: "配置中的位置",
  values: "取值",
  chosenAll: "各组为这些取值的全部组合。",
  chosenAtRandom: (p) => `${p.arms} 个组是随机抽取的组合（种子 ${p.seed}），与任何结果无关。`,
  chosenByResults: (p) =>
    `各组由 TPE（树状结构 Parzen 估计）搜索得到：先随机抽取 ${p.startup} 组，之后每次根据已有结果选取 ${p.round} 组${{ valLoss: "验证损失可能较低", valAccuracy: "验证准确率可能较高", trainLoss: "训练损失可能较低" }[p.monitor]}的设置（按最佳轮次的值，对各种子取均值）。选择从不依据测试集。`,
  chosenCaution:
    "由搜索选出的组彼此并不独立，而且从许多组中选出的最佳者多少带有运气：它在这些种子上的数值和区间偏于乐观，换用新的种子才能看出真实水平。",
  fixed: "各组共同的训练设置：",
  fixedSoFar: "未作为变量的训练设置（取自已有的运行）：",
  oneSetting: "只有一个实验组，没有改变任何设置。",

  // Curves
  curves: "学习曲线",
  curvesText: (p) =>
    `${p.arms === "1" ? "" : `${p.arms} 个实验组的曲线使用相同的坐标轴，可以直接比较。`}若训练损失仍在下降而验证损失转为上升，说明模型正在死记训练序列（过拟合）。`,
  curvesCut: (p) => `共 ${p.all} 组，图中绘出前 ${p.shown} 组。`,
  epochChoice: (p) => {
    const best = {
      valLoss: "每次运行的“最佳轮次”指验证损失最低的一轮。",
      valAccuracy: "每次运行的“最佳轮次”指验证准确率最高的一轮。",
      trainLoss: "每次运行的“最佳轮次”指训练损失最低的一轮。",
    };
    const tested = {
      last: "测试准确率由最后一轮之后的权重得出，无论该轮是否最佳。",
      best: "测试准确率由最佳轮次的权重得出。",
    };
    return (
      (p.monitor ? best[p.monitor] : "每次运行的“最佳轮次”由验证损失、验证准确率或训练损失选出，依其配置而定。") +
      (p.weights ? tested[p.weights] : "测试准确率由最佳轮次或最后一轮的权重得出，视各次运行的配置而定。") +
      "测试集不参与任何轮次的选择。"
    );
  },
  epochTable: "最佳轮次与最后一轮，各种子的均值 ± 标准差；准确率单位为 %",
  bestEpoch: "最佳轮次",
  lastEpoch: "最后一轮",
  bestValidation: "验证准确率（最佳轮次）",
  lastValidation: "验证准确率（最后一轮）",
  lastTraining: "训练准确率（最后一轮）",

  // Results
  results: "实验结果",
  accuracyTable: "测试准确率（%），各种子的均值 ± 标准差",
  n: "n",
  testAccuracy: "测试准确率",
  lowestHighest: "最低 – 最高",
  ofSeed: (p) => `种子 ${p.seed}`,
  seedsText: "下图逐一给出每次运行的结果：均值可能掩盖个别失败的运行。",
  seedsTextChance: (p) =>
    `下图逐一给出每次运行的结果：均值可能掩盖个别失败的运行。虚线是随机猜测的水平（${p.chance}），取总是回答测试集中最多的一类所得的准确率。`,
  collapsed: (p) =>
    `${p.name}：种子 ${p.seeds} 训练失败，准确率仅 ${p.accuracy}${p.isAtChance ? "，与随机猜测无异" : ""}，而${p.isOneOther ? "另一个种子" : "其余种子"}达到 ${p.others}。`,
  collapsedEffect: "这样的运行会拉低所在组的均值，也会使涉及该组的区间变宽。",
  furtherCollapsed: (p) => `另有 ${p.count} 个组也有种子失败，在每次运行的图中已标出。`,
  atChance: (p) => `${p.names} 的准确率与随机猜测（${p.chance}）无异：在这些运行中，模型什么也没有学到。`,
  allAtChance: (p) =>
    p.isOne
      ? `唯一的实验组准确率与随机猜测（${p.chance}）无异：模型什么也没有学到。`
      : `所有实验组的准确率都与随机猜测（${p.chance}）无异：模型什么也没有学到，各组之间的差别没有意义。`,
  oneArm: (p) => `只有一个实验组 ${p.name}，测试准确率为 ${p.test}。`,
  noBestYet: "运行尚不齐全，暂不指出哪一组最好。",
  noBestOfOne: "每组只有一次运行，高低可能出于偶然，因此不指出哪一组最好。至少要有两个种子，才能看出结果的波动。",
  allRight: (p) =>
    p.isOne ? "唯一有结果的运行在测试集上无一判错。" : `有结果的 ${p.runs} 次运行在测试集上都无一判错。`,
  costTable: (p) => `训练代价：用时含训练与验证；轮数指验证准确率首次达到 ${p.accuracy} 所需轮数（达到者的中位数）`,
  costTableWithout: "训练代价：用时含训练与验证",
  seconds: "每次运行用时",
  secondsPerEpoch: "每轮用时",
  epochsTo: (p) => `达到 ${p.accuracy} 的轮数`,
  reachedBy: (p) =>
    p.runs === p.of ? p.epochs : p.runs === "0" ? "未达到" : `${p.epochs}（${p.of} 次中 ${p.runs} 次达到）`,
  timeText: "用时取决于附录所列的机器；若多次运行同时占用处理器，用时会比单独运行时长。",
  meanSd: (p) => (p.sd === undefined ? `${p.mean}%（n = ${p.n}）` : `${p.mean} ± ${p.sd}%（n = ${p.n}）`),
  bestArm: (p) => `平均验证准确率最高的是 ${p.name}，为 ${p.validation}；其测试准确率为 ${p.test}。`,

  // Comparisons
  comparisons: "配对比较",
  comparisonMethod: (p) =>
    "两组之差逐个种子计算。95% 置信区间由 t 分布得出；p 值来自配对 t 检验，" +
    `${p.all === "1" ? "只有一个比较，无需校正" : `并对全部 ${p.all} 个比较作 Holm 校正`}。只有当区间不含零且校正后的 p 小于 0.05 时，才认为两组有差异。`,
  comparedWithBest: (p) =>
    `实验组较多，不作两两比较，而是各与验证准确率最高的一组（${p.names}）比较；该组由验证集选出，与测试集无关。`,
  sharedSeries: "各种子划分的是同一批序列，测试集互有重叠，因此区间比使用全新序列时偏窄。",
  noComparison: "至少要有两组得到结果才能比较，目前无法比较。",
  comparisonTable: "测试准确率之差（百分点），前者减后者",
  comparedTo: (p) => `测试准确率之差（百分点）：${p.name} 减去各行的组`,
  comparison: "比较",
  difference_: "平均差值",
  interval: "95% 置信区间",
  correctedP: "p（Holm 校正）",
  wilcoxonP: "p（Wilcoxon，Holm 校正）",
  verdict: "差异",
  verdicts: { first: "显示", second: "显示", none: "未显示", unknown: "无法判断" },
  versus: (p) => `${p.first} − ${p.second}`,
  notFromBest: (p) => `${p.name} 与${p.isAll ? "其他各组" : ` ${p.others} `}之间未显示出差异。`,
  comparisonCount: (p) => {
    if (p.all === "1") return p.shown === "1" ? "配对比较显示出差异。" : "配对比较未显示出差异。";
    if (p.shown === "0") return `共作 ${p.all} 个配对比较，均未显示出差异。`;
    return `共作 ${p.all} 个配对比较，其中 ${p.shown} 个显示出差异。`;
  },
  difference: (p) =>
    `${p.higher} 的测试准确率高于 ${p.lower}：平均高 ${p.points} 个百分点（95% 置信区间 ${p.low} 至 ${p.high}，Holm 校正后 ${p.p}，n = ${p.n}）。`,
  noDifference: (p) =>
    `${p.first} 与 ${p.second} 之间未显示出差异：平均差值为 ${p.points} 个百分点，95% 置信区间为 ${p.low} 至 ${p.high}，包含零（n = ${p.n}）。`,
  noDifferenceAfterHolm: (p) =>
    `${p.first} 与 ${p.second} 之间未显示出差异：单独来看，区间 ${p.low} 至 ${p.high} 个百分点不含零，但多重比较经 Holm 校正后 ${p.p}（n = ${p.n}）。`,
  sameAccuracy: (p) => `${p.first} 与 ${p.second} 之间未显示出差异：在全部 ${p.n} 个种子上，两者的测试准确率都相同。`,
  tooFewPairs: (p) =>
    `${p.first} 与 ${p.second} 无法比较：计算置信区间至少需要两个种子在两组中都有结果，目前${p.n === "1" ? "只有 1 个" : "一个也没有"}。`,
  constantDifference: (p) =>
    `${p.first} 与 ${p.second} 在全部 ${p.n} 个种子上都恰好相差 ${p.points} 个百分点：差值没有波动，无法计算置信区间，因此不下结论。`,
  furtherComparisons: (p) =>
    p.isShown ? `另有 ${p.count} 个比较显示出较小的差异，见表。` : `另有 ${p.count} 个比较未显示出差异，见表。`,
  resolution: (p) =>
    `置信区间的半宽为 ${p.isOne ? p.most : `${p.least} 至 ${p.most}`} 个百分点。真实差异若小于其区间的半宽，本实验很难显示出来。`,
  wilcoxonTooFew: (p) => `未采用 Wilcoxon 符号秩检验：只有 ${p.n} 对数据，其精确 p 值最小也有 ${p.least}。`,
  wilcoxonAgrees: (p) => `不假定正态分布的 Wilcoxon 符号秩检验，在 ${p.all} 个比较中有 ${p.agreed} 个得出相同的判断。`,
  allPerfect: (p) =>
    `全部 ${p.runs} 次运行在测试集上无一判错。准确率都是 100%，各组之间未显示出差异，也不可能显示出差异：这样的数据太容易，区分不出各组的优劣。`,
  noResult: "没有任何运行得到测试结果，因此无法对各组作出判断。",
  onAverage: (p) => `综合其余所有设置：${p.sentence}`,
  effects: "单个设置的影响",
  effectsText: "对每个取值，先逐个种子对其余设置求平均，再作比较；区间与判断的方法同上，在每个设置之内作 Holm 校正。",
  effectTable: (p) => `${p.name}不同取值的测试准确率之差（百分点）`,
  acrossData: "跨多种数据的比较",
  acrossDataText: (p) =>
    `按平均测试准确率，在 ${p.dataSets} 种数据上分别为 ${p.methods} 个模型排名次。Friedman 检验：${p.p}。` +
    "横线连接的模型，经 Wilcoxon 检验和 Holm 校正后区分不开。",
  acrossDataNone: (p) =>
    `只有 ${p.dataSets} 种数据，Wilcoxon 检验的 p 值经 Holm 校正后最小也有 ${p.least}，无论模型相差多少，用这种方法都区分不开。`,

  // Confusion
  confusion: "混淆矩阵",
  confusionText: "各种子的结果相加。行是序列的真实类别，列是模型的判断；对角线上为正确的判断。",
  confusionChosen: (p) => `图中为验证准确率最高和最低的两组：${p.best} 和 ${p.worst}。`,
  noConfusion: "没有任何运行得到测试结果，因此没有混淆矩阵。",

  // Errors
  errors: "错误分析",
  noErrors: "各组的每次运行在测试集上都没有判错。",
  errorTable: "测试序列上的错误判断，各种子相加",
  wrong: "判错条数",
  tested: "测试条数",
  errorRate: "错误率",
  commonestMistake: "最常见的错误",
  mistake: (p) => `把 ${p.truth} 判为 ${p.predicted}（${p.count} 条）`,
  noMistake: "无",
  misclassifiedText: (p) =>
    `${p.name} 在种子 ${p.seed} 的 ${p.tested} 条测试序列中判错 ${p.wrong} 条。` +
    `下图列出${p.shown === p.wrong ? "这些序列" : `其中模型最有把握的 ${p.shown} 条`}：底色越深，该时间步对判断的作用越大。`,
  misclassifiedTitle: "判断错误的序列与模型的注意力",

  // Gradients
  gradients: "梯度稳定性",
  gradientText:
    "梯度范数为一轮之内的平均值，取裁剪之前的数值。范数不断增大是发散的前兆；损失仍高而范数趋近于零，则可能是梯度消失。",
  gradientTable: "梯度范数，各种子的均值",
  gradientFirst: "第一轮",
  gradientLast: "最后一轮",
  gradientLargest: "各次运行中的最大值",
  divergedRuns: "发散次数",
  noneDiverged: (p) => `${p.runs} 次运行均未发散。`,
  someDiverged: (p) => `${p.runs} 次运行中有 ${p.diverged} 次发散：${p.names}。`,
  gradientsShown: (p) =>
    `以下各图给出每种循环层的一次运行（取验证准确率最高的一组），以及梯度范数最大的一次运行。${p.every === "1" ? "" : `梯度每 ${p.every} 步记录一次，短暂的峰值可能没有记录到。`}在沿时间变化的图中，若一列只有一端颜色深，说明梯度在传向另一端的途中消失。`,

  // RNN against CNN
  kinds: "RNN 与 CNN 的对比",
  kindsChance: (p) => `${p.names} 的准确率与随机猜测无异，因此这里的对比说明不了两类模型的优劣。`,
  kindsIntro: (p) =>
    `在两类模型中各取平均验证准确率最高的一组：${p.recurrent} 和 ${p.cnn}。由模型结构决定的数值直接列出；实测的数值，只有当配对差值的置信区间不含零时才列出。`,
  strengthsOf: (p) => `${p.name} 的优势`,
  limitsOf: (p) => `${p.name} 的局限`,
  nothingShown: "从这些数字中看不出。",
  suggestions: "改进建议",
  weighAccuracy: (p) => `测试准确率较${p.isBetter ? "高" : "低"}，相差 ${p.points} 个百分点。`,
  weighParameters: (p) => `参数较${p.isBetter ? "少" : "多"}：${p.mine} 个，另一模型 ${p.other} 个。`,
  weighFlops: (p) => `运算量较${p.isBetter ? "小" : "大"}：每条序列 ${p.mine} FLOPs，另一模型 ${p.other}。`,
  weighTime: (p) => `在本机上训练较${p.isBetter ? "快" : "慢"}：每轮 ${p.mine}，另一模型 ${p.other}。`,
  weighEpochs: (p) =>
    `达到 ${p.accuracy} 的验证准确率较${p.isBetter ? "早" : "晚"}：平均需 ${p.mine} 轮，另一模型 ${p.other} 轮。`,
  weighGap: (p) =>
    `训练结束时，训练与验证准确率的差距较${p.isBetter ? "小" : "大"}：${p.mine} 个百分点，另一模型 ${p.other} 个百分点。`,
  weighAttention: (p) =>
    p.has ? "有注意力权重，可以看出各时间步在判断中所占的分量。" : "没有注意力权重，看不出各时间步在判断中所占的分量。",
  noAdvice: "按本报告的规则，没有可提的建议。",
  adviseHarder: "请增加数据的难度，例如加大噪声或缩短序列：各组准确率都是 100% 时，比较没有意义。",
  remedies: {
    otherRate: "换用其他学习率",
    lowerRate: "降低学习率",
    lessDecay: "减小权重衰减",
    moreEpochs: "增加训练轮数",
    clipping: "将梯度范数裁剪到 1",
    earlyStopping: "早停",
    weightDecay: "权重衰减",
    dropout: "随机丢弃（dropout）",
    moreSeries: "增加训练序列",
    augmentation: "采用数据增强",
    smallerModel: "减小模型",
  },
  adviseChance: (p) =>
    `${p.names} 的准确率与随机猜测（${p.chance}）无异。可${p.remedies}。对什么也没有学到的模型，不作其他建议。`,
  adviseStability: (p) => `${p.names} 有运行发散：可${p.remedies}。`,
  adviseCollapsed: (p) =>
    `${p.names} 在部分种子上训练失败，在其他种子上却能学会，说明训练不稳定：可${p.remedies}，并在报告中写明有几个种子失败。`,
  adviseSeeds: (p) =>
    `未显示出差异的比较中，平均差值最大的是 ${p.first} 与 ${p.second}，为 ${p.points} 个百分点。若其均值和波动保持不变，在这么多比较中大约需要 ${p.needed} 个种子才能显示出来；目前只有 ${p.n} 个。`,
  adviseEarlyStop: (p) =>
    `${p.names} 的验证损失在训练后期回升${p.isOne ? "" : `，其中 ${p.name} 最明显`}：最佳轮次（平均第 ${p.epoch} 轮）之后平均上升 ${p.rise}，而训练损失仍在下降。可尝试${p.remedies}。`,
  adviseRegularize: (p) =>
    `${p.names} 在训练集上的准确率高于验证集（${p.isOne ? "" : `${p.name} `}相差 ${p.gap} 个百分点）。可${p.remedies}。`,
  adviseLonger: (p) =>
    p.isOne
      ? `${p.names} 的验证损失在训练结束时才降到最低（平均在第 ${p.epoch} 轮，共 ${p.last} 轮），并且仍在下降：可增加训练轮数。`
      : `${p.names} 的验证损失都在训练结束时才降到最低，并且仍在下降：可增加训练轮数。`,
  adviseMix: "本实验没有尝试在循环层之前加卷积层，卷积可以缩短循环层需要逐步处理的序列。",

  // Appendix
  appendix: "附录：复现每次运行",
  verify: (p) => [
    "相同的配置与相同的数值内核，无论用几个线程，得到的权重都逐位相同。",
    { code: p.hasFolders ? "tidelab verify" : "tidelab verify <运行文件夹>" },
    " 按记录重新训练，并逐一核对记录中的每个数。",
  ],
  runTable: "全部运行；权重 SHA-256 只列前 16 位，完整值见 run.json",
  seed: "种子",
  status: "状态",
  statuses: { finished: "已完成", stopped: "已停止", diverged: "发散", failed: "没有结果" },
  weights: "权重",
  commands: "以下命令验证全部运行，并逐一给出结论（若改用本文件的路径，则同时核对上表）：",
  failures: "没有结果的运行：",
  failure: (p) => `${p.name}，种子 ${p.seed}：${p.message}`,
  specOf: (p) => `${p.name} 的配置（种子 ${p.seed}）`,
  partsOf: (p) => `${p.name} 的配置：与 ${p.first} 不同的部分`,
  otherSpecs: "其他运行的配置与此相比，只有前述变量和种子不同；每次运行的完整配置见各自的 run.json。",
  specsDiffer: "每次运行的完整配置（含种子）见各自的 run.json。",
  environments: (p) => `各次运行来自 ${p.count} 种不同的机器或版本，以下为第一种。`,
};
