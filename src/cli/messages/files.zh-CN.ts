/** Simplified Chinese texts of training on files and of `tidelab data`; the keys of `files.en.ts`. */
import { choiceTexts } from "../../inference/messages/choices.zh-CN.ts";
import type { dataCommands as englishCommands, dataTexts as englishTexts } from "./files.en.ts";

export const dataCommands: typeof englishCommands = {
  data: {
    about: "查看时间序列文件：内容、训练与测试之间的泄漏、图示、格式转换",
    files: "时间序列文件；也可只给一个指明文件的配置",
    info: "说明文件内容：序列、长度、类别、数值、缺失值、重复、离群值",
    check: "检查划分的各集合之间有无泄漏：两侧相同、几乎相同、重叠或同组的序列",
    plot: "画出各类别的均值与离散程度、类别数量和长度",
    plotOutput: "新文件，.svg 或 .png（默认：series.svg）",
    convert: "把序列写成另一种格式：CSV（宽或长）、.ts、JSON Lines 或 NumPy 格式",
    to: "csv-wide、csv-long、ts、jsonl、npy 或 npz（默认：按输出文件的扩展名）",
    output: "新文件",
    examples: `  tidelab data info examples/walking.csv --label activity --group person
  tidelab data check examples/walking.csv --label activity --group person --split groups
  tidelab data plot examples/walking.csv --label activity --group person --output walking.svg
  tidelab data convert examples/walking.csv --label activity --group person --output walking.jsonl`,
  },
  train: {
    about: "用时间序列文件训练模型，或按配置文件训练",
    file: "时间序列文件，或 JSON 配置文件（见 docs/files.md、docs/spec.md）",
    split:
      "random（随机）、stratified（分层）、groups（按组）、time（按时间）、folds=<n>（交叉验证，配合 --fold）或 resample=<n>（UCR 重抽样）（默认：有分组时按组，否则尽可能分层）",
    fold: "用第几折测试，从 0 开始，配合 --split folds=<n>",
    model:
      "预设模型（cnn、lstm、gru、fcn、resnet、inception-time 等）、无梯度分类器（minirocket、multirocket、hydra、multirocket-hydra、1nn-dtw），或含模型的配置文件（默认：按数据选择）",
    epochs: "最多训练多少轮（默认：100）",
    batch: "每批的序列数（默认：4 到 32，视训练序列数而定）",
    patience: "验证损失连续多少轮没有降低就停止（默认：20）",
    saveSpec: "把等价的配置写入一个新文件，供修改后再次训练",
    examples: `  tidelab train examples/walking.csv --label activity --group person
  tidelab train --data examples/walking.csv --label activity --group person --split stratified --model fcn --epochs 10
  tidelab train examples/walking.csv --label activity --group person --model minirocket
  tidelab train examples/walking.csv --label activity --group person --epochs 10 --save-spec walking.json
  tidelab train examples/lstm.json --out runs/mine
  tidelab train examples/cnn.json --threads 2`,
  },
};

export const dataTexts: typeof englishTexts = {
  dataFlags: {
    data: "训练序列文件，或加引号的通配模式，如 'data/*.csv'；可多次给出",
    test: "测试序列文件（默认：从其他序列中取）；可多次给出",
    val: "验证序列文件（默认：从其他序列中取）；可多次给出",
    format: "文件格式，如 csv 或 parquet，全部格式见 docs/files.md（默认：从文件判断）",
    encoding: "文本编码，如 gbk（默认：UTF-8 或 UTF-16）",
    delimiter: "CSV 的分隔符；制表符写作 tab（默认：自动判断）",
    decimal: "小数点：point（点）或 comma（逗号）（默认：自动判断）",
    layout: "wide（每行一条序列）或 long（每行一个时间步）（默认：自动判断）",
    label: "类别列，用列名；没有表头时用从 1 开始的列号（默认：自动判断）",
    "label-from":
      "一个文件中所有序列的类别在哪里：file（文件名：walking_07.csv 的 walking）、folder（文件夹名：walking/07.csv 的 walking）或 grandparent（上一级文件夹名）",
    id: "序列名称列（默认：自动判断）",
    group: "分组列（如病人）；划分（包括分折）时同一分组的序列都在一侧，除非 --split 另有指定",
    "group-from":
      "分组在哪里，取法相同：file（文件名：ada_07.csv 的 ada，p01.csv 的 p01）、folder（文件夹名）或 grandparent（上一级文件夹名：ada/walking/07.csv 的 ada）",
    time: "时间戳列（默认：自动判断）",
    channels: "数值列，用逗号分隔；含逗号的列名用双引号：'\"Temp, °C\",RH'（默认：其余各列）",
    "ignore-columns": "略去的列，用逗号分隔；含逗号的列名用双引号",
    "skip-rows": "CSV 表格上方的行数，如标题（默认：自动识别只有标题的行）",
    dates: "01.02.2024 这类日期的次序：dmy（日在前）或 mdy（月在前）（默认：不接受）",
    resample:
      "把带时间的序列线性插值成等间隔的时间步：时间是日期时写 20ms、1min、50Hz，否则写一个以该列单位计的数（默认：不变）",
    "longest-gap": "--resample 可以填补的最长间隔（默认：其步长的五倍）",
    "on-error": "无法读取的序列：stop（停止）或 skip（去掉、列出并记录）（默认：stop）",
    missing: "缺失值：linear（线性插值）、previous（沿用前值）、mask（插值并标记），或填入的数值（默认：不接受）",
  },
  columnsHint:
    "请指明哪些列不是数值：--label <列> 为类别，--id 为序列名称，--group 为分组；或用 --channels <列> 指明数值列。",
  dataFile: {
    train: (p) => `已读取 ${p.name}（${p.format}）：${p.series} 条序列`,
    val: (p) => `已读取 ${p.name}（${p.format}）：${p.series} 条验证序列`,
    test: (p) => `已读取 ${p.name}（${p.format}）：${p.series} 条测试序列`,
  },
  dataShape: (p) => `序列：${p.series} 条，每条 ${p.steps} 步，${p.channels} 个通道`,
  dataClasses: (p) => `类别：${p.count} 个：${p.classes.join("、")}${p.more > 0 ? ` 及另外 ${p.more} 个` : ""}`,
  dataGroups: (p) => `分组：${p.count} 个：${p.groups.join("、")}${p.more > 0 ? ` 及另外 ${p.more} 个` : ""}`,
  inFiles: (p) => `${p.text}（${p.files} 个文件）`,
  dataSkipped: (p) =>
    `${p.name} 的 ${p.of} 条序列中有 ${p.count} 条无法读取，已去掉${p.faults.length < Number(p.count) ? `；前 ${p.faults.length} 处错误` : ""}：\n${p.faults.map((fault) => `  ${fault}`).join("\n")}`,
  dataLeftOut: (p) => `已去掉 ${p.name} 中 ${p.count} 条无法读取的序列`,
  dataMissing: (p) => `缺失值：${p.count} 个`,
  dataFlagsFound: (p) => `等价的选项：${p.flags.join(" ")}`,
  classicalHeadline: (p) => `Tidelab ${p.version} · ${p.title}，无梯度`,
  classicalSplit: (p) => `划分：训练 ${p.train} / 测试 ${p.test}`,
  classicalFitted: (p) => `拟合用时 ${p.seconds}：${p.found.join("，")}`,
  classicalScale: '归一化：无，与已发表的结果一致；可在配置中用 "transforms" 添加',
  classicalVerified: (p) => `已验证：重新拟合后，分类器、它对测试序列的答案和全部指标逐位相同（SHA-256 ${p.sha256}）。`,
  classicalRecordVerified: "run.json 中的记录正确：重新拟合后，分类器及其答案逐位相同。但它的文件不是运行所写的文件：",
  classicalReported: (p) => `已写入 ${p.path}：${p.runs} 个无梯度分类器。`,
  classicalLeftOut: (p) =>
    `略过 ${p.count} 次无梯度分类器的运行（第一次：${p.first}）：一份报告只含一类运行。请单独给出它们；tidelab benchmark 可比较两者。`,
  classicalDiffers: "未通过验证：重新拟合后，部分记录不一致。",
  chosen: choiceTexts,
  joined: (first, second) => `${first}${second}`,
  splitOtherwise: "这就是 --split groups；要按类别划分，请用 --split stratified。",
  groupsKept: "划分：同一分组的序列都在一侧（--split groups）",
  foldTests: (p) =>
    `划分：共 ${p.folds} 折，以第 ${p.fold} 折测试（用 --fold 0 到 ${p.last} 选择；扫描中写 "fold": "seed" 可逐折运行）`,
  groupsOtherwise: "不写 --split 或写 --split groups 可让它们留在一侧。",
  saveSpecHint: "把以上设置存为可修改的配置：--save-spec <文件.json>",
  specSaved: (p) => `配置已写入 ${p.path}。训练它：tidelab train ${p.path}`,
  dataSummary: {
    heads: {
      channel: "通道",
      mean: "均值",
      deviation: "标准差",
      min: "最小值",
      max: "最大值",
      missing: "缺失",
      constant: "恒定序列",
      outliers: "含离群值",
      class: "类别",
      sets: { train: "训练", val: "验证", test: "测试" },
    },
    unlabelled: (p) => (p.count === p.of ? "类别：没有" : `类别：${p.of} 条序列中有 ${p.count} 条没有类别`),
    lengths: (p) => `长度：${p.shortest} 到 ${p.longest} 步，半数序列不超过 ${p.median} 步`,
    duplicatesWithin: (p) => `重复：同一集合内有 ${p.count} 条重复的序列`,
    duplicatesAcross: (p) => `重复：有 ${p.count} 条序列同时在两个集合中；见 tidelab data check`,
    imbalance: (p) =>
      `类别：最多的类别是最少的 ${p.ratio} 倍；在配置中写 "training.classWeights": "balanced" 可平衡权重`,
    window: (p) => `序列较长：切成 ${p.length} 步的窗口训练更快（配置中的 windows 变换）`,
  },
  notTrainable: (p) => `这些序列目前还不能用来训练模型。${p.reason}`,
  pairJoint: " 与 ",
  sides: (p) => `${p.a} / ${p.b}`,
  leaks: {
    identical: (p) => `${p.sides}：${p.count} 条序列两侧完全相同（首例：${p.first}）`,
    near: (p) => `${p.sides}：${p.count} 对序列几乎相同（首例：${p.first}）`,
    overlap: (p) => `${p.sides}：${p.count} 条序列与另一侧的序列有重叠，像是同一长序列的窗口（首例：${p.first}）`,
    group: (p) => `${p.sides}：${p.count} 个分组两侧都有序列（首例：${p.first}）。用 --split groups 可使分组不被拆开`,
    id: (p) => `${p.sides}：${p.count} 个序列名称两侧都有（首例：${p.first}）`,
  },
  leaksSkipped: {
    near: "序列对太多，未查找几乎相同的序列。",
    overlap: "时间步太多，未查找重叠的序列。",
  },
  noLeaks: "各集合之间未发现泄漏。",
  dataDrawn: (p) => `数据图已写入 ${p.path}。`,
  converted: (p) => `已将 ${p.series} 条序列写入 ${p.path}。`,
  noClass: "无类别",
  convertLoss: {
    labels: "该格式没有类别，已省略。",
    lengths: "较短的序列末尾补了 NaN，读取时视为序列的结尾。",
    axes: '时间步不多于通道：读取该文件时需指明各轴的次序（data.reading.axes 为 "NTC"）。',
    groups: "该格式没有分组，已省略。",
    ids: "该格式没有序列名称，已省略。",
    repeatedIds: "有几条序列同名，写在一起会变成一条：已改为从 1 起编号。",
    channelNames: "该格式没有通道名称，已省略。",
    roleNames: "有通道与其他列（如 time 或 label）同名：所有通道已改为编号。",
  },
};
