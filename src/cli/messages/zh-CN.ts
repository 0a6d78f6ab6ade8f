/** Simplified Chinese texts of the command: help, header, results. */

import { lengthCauses } from "../../errors/tables.zh-CN.ts";
import { tableNotices } from "../../inference/messages/notices.zh-CN.ts";
import { noticeTexts } from "../../model/messages/notices.zh-CN.ts";
import { benchmarkCommand, benchmarkTexts } from "./benchmark.zh-CN.ts";
import type { CliMessages } from "./en.ts";
import { experimentCommands, experimentTexts } from "./experiments.zh-CN.ts";
import { dataCommands, dataTexts } from "./files.zh-CN.ts";
import { teachingTexts } from "./teaching.zh-CN.ts";

export const cliMessages: CliMessages = {
  // Help
  titles: {
    "Usage:": "用法：",
    "Arguments:": "参数：",
    "Options:": "选项：",
    "Global Options:": "所有命令共用的选项：",
    "Commands:": "命令：",
  },
  about: "训练、评估和使用时间序列分类器；自带 WebAssembly 引擎，数值与 PyTorch 一致。",
  showVersion: "显示版本",
  showHelp: "显示本帮助",
  helpCommand: "显示某个命令的帮助",
  dataFolder: "训练该运行所用的文件如果已移走，指明所在的文件夹（也可用 TIDELAB_DATA）",
  withDefault: (p) => `（默认：${p.value}）`,
  groups: {
    data: "数据：",
    newFile: "新文件（写法与训练文件不同时）：",
    model: "模型：",
    training: "训练：",
    run: "运行：",
  },
  examples: "示例：",
  exitCodes: `退出码：
  0    成功
  1    训练发散（运行仍会保存），或发生意外错误
  2    输入有误：选项、配置、文件或文件夹
  130  被 Ctrl-C 停止，143 被 SIGTERM 停止，129 因终端关闭而停止：已有结果已保存，状态记为 "stopped"`,
  global: {
    lang: "语言：en 或 zh-CN（默认：取自系统区域设置）",
    json: "标准输出只打印一个 JSON 文档，其余内容都写到标准错误",
    quiet: "只打印结果、警告和错误",
  },
  commands: {
    lab: {
      about: "训练实验课的模型：区分带噪声的正弦波和方波",
      examples: `  tidelab lab
  tidelab lab --cell gru --layers 1 --unidirectional --hidden 32 --epochs 3
  tidelab lab --model cnn --epochs 5 --out runs/lab-cnn
  tidelab lab --samples 240 --length 60 --epochs 2 --json > lab.json`,
    },
    "lr-find": {
      about: "寻找学习率：逐步提高学习率，观察损失",
      spec: "JSON 文件，写明数据、模型和训练；省略时为实验课的设置",
      from: "第一步的学习率",
      to: "最后一步的学习率",
      steps: "总步数；损失下降得晚时需要更多",
      out: "存放图和数值的文件夹，须不存在或为空（默认：runs/<日期>-<名称>-lr-find）",
      examples: `  tidelab lr-find examples/lstm.json
  tidelab lr-find examples/lstm.json --steps 150 --out runs/rates
  tidelab lr-find examples/cnn.json --from 1e-5 --to 1 --json`,
    },
    evaluate: {
      about: "在测试序列上评估一次运行的模型",
      run: "运行：其文件夹、名称、编号或编号的开头",
      split: "哪一部分序列：train、val 或 test",
      examples: `  tidelab evaluate runs/mine
  tidelab evaluate runs/mine --split val --json`,
    },
    predict: {
      about: "对文件中的序列分类",
      run: "运行：其文件夹、名称、编号或编号的开头；给出多次运行时取概率的平均值",
      input:
        "序列文件，单位与训练数据相同：CSV（每行一条序列或一个时间步）或 docs/files.md 中的其他格式；- 表示标准输入",
      output: "写入预测结果的新文件（默认：标准输出）",
      windows: "把每条序列切成这么多步的窗口（128，或每 64 步一个：128:64），取各窗口概率的平均",
      snapshots: "对按周期训练的运行，取最后 k 个快照（默认全部）概率的平均",
      anyLength: "也接受训练时没有的序列长度",
      fill: "填补缺失值：previous（前一个值）、linear（线性插值）或 zero（零）（默认：拒绝）",
      decimal: "数字的小数点：point（句点）或 comma（逗号）（默认：由数字的写法决定）",
      escapeFormulas: "会被电子表格当作公式的名称（以 =、+、-、@ 开头）前加 '",
      examples: `  tidelab predict runs/mine --input examples/series.csv
  tidelab predict runs/mine --input examples/series.csv --output predictions.csv
  cat examples/series.csv | tidelab predict runs/mine --input - --json
  tidelab predict runs/mine runs/forked --input examples/series.csv`,
    },
    resume: {
      about: "继续一次中断或停止的运行，得到的权重与不中断时相同",
      run: "运行：其文件夹、名称、编号或编号的开头",
      examples: `  tidelab resume runs/stopped --threads 2`,
    },
    verify: {
      about: "重新训练，把所有数字与记录逐位比较，并验证文件",
      run: "运行（文件夹、名称或编号）、其 report.html 或 report.md，或对照实验的文件夹、HTML 报告；提交包（.tidelab）或存放它们的文件夹",
      epochs: "只比较前几轮（默认：全部各轮、测试和最终权重）",
      examples: `  tidelab verify runs/mine
  tidelab verify runs/mine/report.html --epochs 3
  tidelab verify runs/mine --json`,
    },
    check: {
      about: "运行之前检查配置，或用它检验引擎对填充的处理是否正确",
      padding: "检查在不等长序列末尾填充是否既不改变 logits，也不改变梯度",
      spec: "JSON 文件，写明数据、模型和训练",
      steps: "再填充的步数",
      specAbout: "不训练，列出配置中的所有错误，以及很可能并非本意的设置",
      examples: `  tidelab check spec examples/lstm.json
  tidelab check padding examples/lstm.json
  tidelab check padding examples/cnn.json --steps 50
  tidelab check padding examples/lstm.json --json`,
    },
    figures: {
      about: "重新绘制一次运行的图和报告",
      run: "运行：其文件夹、名称、编号或编号的开头",
      examples: `  tidelab figures runs/mine
  tidelab figures runs/mine --lang zh-CN`,
    },
    devices: {
      about: "列出此处可用于计算的设备：CPU 和 GPU",
      examples: `  tidelab devices
  tidelab devices --json`,
    },
    studio: {
      about: "在浏览器标签页中打开实验室：在本机训练、观察、比较、解释",
      run: "要在其中打开的运行文件夹，或含配置的 JSON 文件；不写则打开实验室",
      port: "提供服务的端口（默认：4177，或任一空闲端口；页面中的运行属于其地址）",
      host: "提供服务的地址，也供其他机器访问；此时需要令牌（默认：127.0.0.1）",
      noOpen: "只显示地址，不打开浏览器",
      examples: `  tidelab studio
  tidelab studio runs/mine --no-open
  tidelab studio examples/lstm.json --port 8080
  tidelab studio --host 0.0.0.0`,
    },
    report: {
      about: "比较多次运行并生成报告：曲线、表格、配对差值的置信区间，并指出哪些比较未显示出差异",
      folders: "一次对照实验（sweep）的文件夹；或若干次运行的文件夹，或内含多次运行的文件夹",
      out: "写入报告的新文件：.html（单个文件）或 .md（另附图的文件夹）（默认：report.html）",
      name: "报告的标题（默认：文件夹名）",
      reach: "统计达到这一验证准确率需要多少轮，如 0.9 或 90%（默认：各组都能达到的最高一档）",
      examples: `  tidelab report sweeps/cells-and-rates
  tidelab report runs/mine runs/forked --name rates --out rates.html
  tidelab report sweeps/cells-and-rates --out cells.md --reach 0.9`,
    },
    ...dataCommands,
    ...experimentCommands,
    ...benchmarkCommand,
  },
  ...dataTexts,
  ...teachingTexts,
  ...experimentTexts,
  ...benchmarkTexts,
  flags: {
    samples: "序列总数，两种波各半",
    length: "每条序列的时间步数",
    noise: "噪声的标准差；波的振幅为 1",
    model: "recurrent（循环网络）或 cnn",
    cell: "lstm、gru 或 rnn",
    hidden: "隐藏状态的大小",
    layers: "循环层的层数",
    unidirectional: "单向，只从前往后读（默认：双向）",
    dropout: "多层循环网络的层间 dropout",
    pooling: "如何把各时间步池化为一个向量：attention、last（最后一步）、final（各方向的最终状态）、mean 或 max",
    epochs: "训练轮数",
    batch: "每批的序列数",
    optimizer: "adam、adamw 或 sgd",
    lr: "学习率",
    schedule:
      "学习率如何变化：cosine、cosineRestarts、oneCycle 或 reduceOnPlateau（默认：不变）；更多种类请写在配置文件中",
    cycles: "学习率按这么多个周期变化，每个周期沿余弦降到 0；保留各周期末的快照，供 predict --snapshots 使用",
    warmup: "余弦退火之前预热（学习率逐渐上升）的轮数（默认：0）",
    weightDecay: "权重衰减；adam 和 sgd 把它加到梯度上，adamw 则与梯度解耦（默认：0；adamw 为 0.01）",
    clipNorm: "梯度总范数的上限；0 表示不裁剪",
    clipValue: "单个梯度绝对值的上限，先于范数裁剪；0 表示不裁剪",
    accumulate: "梯度累积的批数：累积这么多批才更新一次权重",
    patience: "早停：验证损失连续这么多轮没有降低就结束（默认：不启用）",
    restoreBest: "保留验证损失最低的一轮的权重，而不是最后一轮的",
    gradientsEvery: "每隔多少步记录一次梯度；0 表示不记录",
    seed: "随机种子，用于数据、划分、初始权重、打乱顺序和 dropout",
    name: "本次运行的名称",
    out: "运行的文件夹，须不存在或为空（默认：runs/<日期>-<名称>）",
    threads: "线程数（1 至 256），或 auto；只影响时间，不影响结果（默认：auto）",
    device: "auto（GPU 更快时使用 GPU）、cpu 或 gpu；只影响时间，不影响结果（默认：auto，或 TIDELAB_DEVICE）",
    numerics: "数值内核：auto、fused（relaxed SIMD）或 portable",
    figures: "训练结束后不画图，也不生成报告（之后可用 tidelab figures 补上）；TIDELAB_FIGURES=off 效果相同",
  },

  // Header
  headline: (p) =>
    `Tidelab ${p.version} · 数值内核：${p.numerics} · ${p.device === undefined ? `线程：${p.threads}` : `GPU：${p.device}`}`,
  data: (p) => `数据：${p.count} 条序列，长度 ${p.length}，${p.channels} 个通道，类别 ${p.classes.join("、")}`,
  split: (p) => `划分：训练 ${p.train} / 验证 ${p.val} / 测试 ${p.test}`,
  transformed: (p) =>
    `变换：${p.transforms.join("、")}；模型读取 ${p.length} 步${p.windows ? `，窗口 ${p.windows.join(" / ")} 个` : ""}`,
  augmented: (p) => `训练时的数据增强：${p.augment.join("、")}`,
  summary: { name: "层", layer: "类型", shape: "输出形状", parameters: "参数量", total: "合计" },

  // Training
  epoch: "轮次",
  eta: (p) => `剩余 ${p.time}`,
  stopping: (p) =>
    `本批结束后停止，然后评估并保存。再按一次 Ctrl-C 立即结束；之后可用 tidelab resume ${p.folder} 从最近的检查点继续。`,
  studioServed: (p) => `工作室：${p.url}\n按 Ctrl-C 结束。`,
  studioOtherPort: (p) =>
    `端口 ${p.usual} 已被占用，改用端口 ${p.port}。页面保存在端口 ${p.usual} 下的运行不会显示在这里。`,
  studioOpenHost: "任何得到此地址的人都能打开工作室。经由普通 HTTP，其他机器的浏览器只用一个线程；结果相同。",
  studioFiles: (p) => `链接中不含文件。页面会要求提供：${p.names}。`,
  studioEnded: "工作室已结束。页面中的运行由浏览器保存。",
  deviceFound: (p) =>
    `${p.device}：${p.name}；数值内核：${p.numerics}${p.threads === undefined ? "" : `；线程：${p.threads}`}`,
  deviceProblem: (p) => `${p.device}：${p.problem}`,
  whyProcessor: {
    small: "使用 CPU：计算量太小，用 GPU 不划算",
    package: "使用 CPU：要使用 GPU，请安装软件包 webgpu（npm install webgpu）",
    unavailable: "使用 CPU：没有可用的 GPU（原因见 tidelab devices）",
    numerics: "使用 CPU：GPU 的舍入与引擎不同",
    unsupported: "使用 CPU：GPU 无法计算此模型中的某一层",
    memory: "使用 CPU：GPU 的内存放不下这样大的一批",
    slower: "使用 CPU：试算时 GPU 的一步更慢",
    timeout: "使用 CPU：GPU 未能及时启动",
    failed: "使用 CPU：GPU 启动时出错（用 --device gpu 可查看错误）",
  },
  deviceLost: (p) => `${p.reason}\n这一轮将改用 CPU 重新训练，结果相同。`,
  goOn: (p) => `要继续：tidelab resume ${p.folder}`,
  resuming: (p) => `从第 ${p.step} 步之后继续，已完成 ${p.epochs} 轮。`,
  folderMadeAgain: (p) => `运行期间 ${p.folder} 被删除或移走了。已重新建立该文件夹，其中原有的内容不再恢复。`,
  olderCheckpoint: (p) => `有一个检查点无法使用，改用更早的一个：${p.problem}`,
  noCheckpoint: (p) => `此后不再保存检查点，中断后只能从最近的一个继续：${p.reason}`,
  stopped: (p) => `已停止：完成了 ${p.of} 轮中的 ${p.epochs} 轮。`,
  stoppedEarly: (p) => `早停：完成了 ${p.of} 轮中的 ${p.epochs} 轮，最后连续 ${p.patience} 轮没有改进。`,
  restored: (p) => `保留的是第 ${p.epoch} 轮的权重，该轮在验证集上最好。`,
  noTest: "没有测试结果：测试序列上的损失不是有限的数。",
  saved: (p) => `已保存到 ${p.folder}（${p.files.join("、")}），用时 ${p.seconds}。`,
  drawLater: (p) => `生成图和报告：tidelab figures ${p.folder}`,
  savedElsewhere: (p) => `${p.folder} 已无法写入，运行改存到 ${p.instead}。`,

  // Learning-rate range test
  stoppingTest: "本步结束后停止。再按一次 Ctrl-C 立即结束。",
  rangeTest: {
    finished: (p) => `共 ${p.steps} 步，学习率升至 ${p.lr}。`,
    diverged: (p) => `共 ${p.steps} 步；学习率为 ${p.lr} 时损失发散。`,
    stopped: (p) => `已停止：完成了 ${p.steps} 步，学习率为 ${p.lr}。`,
  },
  steepest: "建议值（损失下降最陡处）",
  minimumTenth: "损失最低处学习率的十分之一",
  ofSpec: "配置中的值",
  padding: {
    cut: "配置中的训练序列长度都相等；已从末尾截短，至少保留一半步数",
    compared: (p) =>
      `${p.series} 条训练序列，${p.shortest} 至 ${p.longest} 步；与再填充 ${p.steps} 步的同样序列比较：全部序列的 logits，以及一批 ${p.batch} 条序列的梯度。比较时关闭 dropout，因为填充部分也会抽取它的掩码。`,
    entry: "张量",
    difference: "最大相对差",
    same: "通过：填充不改变任何一位。",
    close: "通过：填充只改变末位。",
    failed: "未通过：填充对数值的改变超过了舍入误差。",
  },
  notices: noticeTexts,
  specChecked: (p) =>
    `${p.notices === 0 ? "没有需要指出的问题" : `${p.notices} 条提示`}：${p.parameters} 个参数，大约需要 ${p.megabytes} MB 内存。`,
  noSuggestion: "损失的下降从未达到 2%，因此没有建议值。请增加步数，或改用其他范围。",

  // Results
  warning: (p) => `警告：${p.text}`,
  error: "错误：",
  afterError: "",
  undefinedMetric: {
    precision: (p) => `以下类别没有被预测过，精确率（precision）无定义，记为 0.0：${p.labels.join("、")}。`,
    recall: (p) => `以下类别没有真实样本，召回率（recall）无定义，记为 0.0：${p.labels.join("、")}。`,
    f1Score: (p) =>
      `以下类别既没有真实样本也没有被预测过，F1 分数（f1-score）无定义，记为 0.0：${p.labels.join("、")}。`,
  },
  // As the notebook prints them, in every language.
  splits: { train: "Train", val: "Validation", test: "Test" },
  asRecorded: "与运行记录相同。",
  notAsRecorded: (p) =>
    `与运行记录不同：记录中损失为 ${p.loss}，准确率为 ${p.accuracy}。run.json 是否被改过，或由其他版本写成？`,
  otherNumerics: (p) => `该运行用 ${p.recorded} 内核训练，本机没有这种内核：${p.here} 的末位舍入不同。`,
  weightedLoss: "记录中的损失含类别权重或标签平滑，上面的不含：未比较损失。",
  stoppingVerification: "本批结束后停止。再按一次 Ctrl-C 立即结束。",
  verificationStopped: (p) => `没有结论：已停止。目前已比较且相同：${p.epochs} 轮。`,
  verified: (p) => `验证通过：重新训练后，全部 ${p.epochs} 轮、测试和权重逐位相同（SHA-256 ${p.sha256}）。`,
  onlyRecordVerified: (p) =>
    `run.json 中的记录正确：重新训练后 ${p.of} 轮中的 ${p.epochs} 轮逐位相同（SHA-256 ${p.sha256}）。但有的文件不是这次运行写出的：`,
  verifiedPrefix: (p) =>
    `验证通过（到 ${p.of} 轮中的第 ${p.epochs} 轮）：重新训练后，所有数字和权重逐位相同（SHA-256 ${p.sha256}）。`,
  epochDiffers: (p) => `验证未通过：第 ${p.epoch} 轮起与记录不同。`,
  endDiffers: "验证未通过：各轮相同，但其后的记录不同。",
  dataDiffers: (p) =>
    `验证未通过：配置现在得到的序列与记录中的不同，因此没有重新训练。序列的 SHA-256：记录为 ${p.recorded}，现为 ${p.found}。数据已改变，或记录被修改过，或其他版本的 Tidelab 生成的序列不同。`,
  otherData: (p) => `配置现在得到的序列与运行时的不同。序列的 SHA-256：记录为 ${p.recorded}，现为 ${p.found}。`,
  reportDiffers: (p) =>
    `验证未通过：报告内含的记录正确，但报告所示与其记录不符（最早在第 ${p.line} 行）。报告被修改过。`,
  reportNotCompared: "未比较报告所示的内容：它由其他版本的 Tidelab 写成。其中的记录已比较。",
  verdicts: {
    same: "验证通过",
    different: "验证未通过",
    missing: "验证未通过：这里没有它的文件夹，而对照实验的报告本身不含各次运行",
    noRecord: "验证未通过：它的文件夹里没有 run.json",
  },
  runVerdict: (p) => `${p.name}：${p.verdict}`,
  verifiedRuns: (p) => `共 ${p.all} 次运行，${p.verified} 次验证通过。`,
  benchmarkRecords: (p) =>
    `${p.path}/classical 中有不用梯度的分类器的记录，不属于这些运行：用 tidelab benchmark <suite.json> --verify 可重新拟合它们。`,
  sweepRunsMissing: (p) =>
    `${p.path}/sweep.json 计划了 ${p.all} 次运行，其中 ${p.missing} 次不在文件夹里：尚未运行，或已被删除。这些运行没有验证。`,
  sweepStranger: (p) =>
    `验证未通过：${p.name} 不是 ${p.path}/sweep.json 计划的运行。该实验组在其中改过名，或这次运行来自别处。`,
  sweepOtherSettings: (p) =>
    `验证未通过：sweep.json 中 ${p.arm} 的 ${p.axis} 为 ${p.value}，而种子 ${p.seed} 的运行用的是另一个值。两者之一被改过或被替换过。`,
  sweepReportEdited: (p) => `${p.path} 在 Tidelab 写出之后被修改过。这里只验证其中的各次运行，不验证它的文字。`,
  otherThanReported: "报告中的权重哈希与运行记录不同：报告属于另一次运行，或被改过。",
  filesSame: (p) => `与记录一致的文件：${p.files.join("、")}。`,
  fileVerdicts: {
    different: (p) =>
      `验证未通过：${p.file} 不是这次运行写出的文件，它被改动、损坏或替换过。请恢复它，或${again(p.file)}。`,
    missing: (p) => `验证未通过：缺少 ${p.file}。请恢复它，或${again(p.file)}。`,
    unfinished: (p) =>
      `验证未通过：${p.file} 中没有这些图的记录，无法核对：画图没有完成。请重新画图：tidelab figures。`,
    edited: (p) => `验证未通过：${p.file} 显示的内容与记录不符，它被修改过。tidelab figures 会在它旁边写一份新的报告。`,
    otherRun: (p) => `验证未通过：${p.file} 表明图中的结果与 run.json 不同。请重新画图：tidelab figures。`,
    unreadable: (p) => `验证未通过：无法读取 ${p.file}，它被截断或改动过。请恢复它，或重新训练。`,
  },
  differences: { entry: "项目", recorded: "记录", found: "本次" },
  moreDifferences: (p) => `…… 另有 ${p.count} 项（见 --json）`,
  recordEdited: "权重逐位相同：记录在运行之后被修改过。",
  weightsDiffer: "权重不同：记录被修改过，或由其他版本、在计算方式不同的主机上得到。",
  accuracyOfLabels: (p) => `按文件中的标签，准确率为 ${p.accuracy}（${p.count} 条中 ${p.correct} 条正确）。`,
  tableNotice: (p) => tableNotices[p.kind](p as never),
  lengthNotice: (p) =>
    (p.window === undefined
      ? `${p.of} 条序列中有 ${p.count} 条的长度不是训练时的 ${p.trained} 步（第一条是序列 ${p.series}，${p.length} 步）。`
      : `窗口为 ${p.window} 步，而训练时的长度是 ${p.trained} 步。`) +
    (p.treatment === "transformed"
      ? `运行的变换把它们变成模型读取的 ${p.reads} 步。`
      : "模型没有用这样的长度训练过，结果可能较差。") +
    (p.cause === "unknown" ? "" : lengthCauses[p.cause](p)),
  formulaNotice: (p) =>
    `有 ${p.count} 个名称会被电子表格当作公式（第一个是 ${p.first}）。--escape-formulas 会在前面加上 '。`,
  written: (p) => `已把 ${p.count} 条预测写入 ${p.path}。`,
  reported: (p) => `已写入 ${p.path}：${p.arms} 个实验组，共 ${p.runs} 次运行。`,
  repeatedRuns: (p) => `有 ${p.count} 次运行与另一次的设置和种子相同，已略去；报告中有说明。`,
  reportKept: (p) => `${p.kept} 在 Tidelab 写出之后有人改过，因此原样保留。新的报告是 ${p.path}。`,
  notDrawn: (p) => `运行结果已保存，但图和报告没能画出：${p.reason}。要重新画图：tidelab figures ${p.folder}`,
  drawingStopped: (p) => `图没有全部画完。要补画：tidelab figures ${p.folder}`,
  keptInCheckpoint: (p) =>
    `已训练的部分保存在 ${p.folder}/checkpoints 中。腾出空间后可继续：tidelab resume ${p.folder}`,
  drawn: (p) => `已在 ${p.folder} 写入 ${p.count} 个文件：`,

  // Failures
  specFile: "JSON 配置文件",
  defaultHint: (p) => `默认值为 ${p.value}。`,
  stdoutFailed: (p) => `无法写入标准输出，输出的内容不完整：${p.reason}。请腾出空间，或输出到别处。`,
  bug: (p) =>
    `这是 Tidelab ${p.version}（${p.runtime}）的程序错误，不是您的问题。请反馈此问题，并附上所用命令和这条信息；设 TIDELAB_DEBUG=1 可显示调用栈。`,
};

/** 图可以由权重重新画出。 */
function again(file: string): string {
  return file.startsWith("figures/") ? "重新画图：tidelab figures" : "重新训练";
}
