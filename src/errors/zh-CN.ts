/** Simplified Chinese texts of all errors, by code. */

import { benchmarkErrors } from "./benchmark.zh-CN.ts";
import { classicalErrors } from "./classical.zh-CN.ts";
import { gigabytes } from "./core.en.ts";
import { dataFileErrorsZhCn } from "./data-files.zh-CN.ts";
import { deviceErrors } from "./devices.zh-CN.ts";
import type { expectedTypes as english, JsonProblem, RecordProblem } from "./en.ts";
import type { ErrorMessages } from "./errors.ts";
import { experimentErrors } from "./experiments.zh-CN.ts";
import { queueErrors } from "./queue.zh-CN.ts";
import { tableErrors } from "./tables.zh-CN.ts";
import { teachingErrors } from "./teaching.zh-CN.ts";

const expectedTypes: Record<keyof typeof english, string> = {
  int: "整数",
  number: "数",
  string: "引号中的文字",
  boolean: " true 或 false",
  array: "列表 [ … ]",
  object: "对象 { … }",
  range: "范围 [下限, 上限]，下限不大于上限",
  distinct: "不含重复项的列表",
  sha256: "64 位 0-9 和 a-f 的 SHA-256",
};

/**
 * The texts of all errors in Chinese, for `describeError`.
 * @example
 * ```ts
 * import { describeError, parseSpec, TidelabError } from "tidelab";
 * import { errorMessages } from "tidelab/errors/zh-CN";
 *
 * try {
 *   parseSpec({ model: { layers: [{ layer: "last" }] }, training: { lr: -5 } });
 * } catch (error) {
 *   console.log(error instanceof TidelabError && describeError(error, errorMessages).includes("收到的是 -5")); // true
 * }
 * ```
 */
export const errorMessages: ErrorMessages = {
  ...benchmarkErrors,
  ...classicalErrors,
  ...deviceErrors,
  ...experimentErrors,
  ...queueErrors,
  ...teachingErrors,
  ...dataFileErrorsZhCn,
  ...tableErrors,

  // Files
  "file.missing": (p) => `文件不存在。此处应为：${p.what}。请检查路径。`,

  "file.exists": () => "需要一个新文件，收到的路径已有文件。请换个名称：不会覆盖任何文件。",
  "file.folder": (p) =>
    `这是一个文件夹，此处应为：${p.what}。请给出其中的文件；序列文件也可用带引号的模式，如 'parts/*.csv'。`,
  "file.unreadable": (p) => `无法读取此文件：${p.reason}。请检查路径和权限。`,
  "file.unwritable": (p) => `无法写入此文件：${p.reason}。请换个位置。`,

  // Command line
  "cli.unknownFlag": (p) => `未知的选项。${p.nearest ? `是否想写 ${p.nearest}？` : `请看 ${p.help}。`}`,
  "cli.unknownCommand": (p) =>
    `未知的命令。${p.nearest ? `是否想写 ${p.nearest}？` : `应为 ${p.known.replaceAll(", ", "、")} 之一。`}`,
  "cli.missingCommand": (p) => `缺少命令。请给出 ${p.known.replaceAll(", ", "、")} 之一；见 ${p.help}。`,
  "cli.missingArgument": (p) => `缺少这个参数。${p.example ? `例如：${p.example}` : ""}（见 ${p.help}）。`,
  "cli.missingValue": (p) => `后面缺少一个值。请看 ${p.help}。`,
  "cli.unexpectedValue": (p) => `不带值，请去掉 = 及其后的内容。请看 ${p.help}。`,
  "cli.emptyValue": () => "值为空。请给出值，或去掉该选项。",
  "cli.excessArguments": (p) => `参数过多：不需要 ${p.received}。请看 ${p.help}。`,
  "cli.flagNeeds": (p) => `只有与 ${p.needs} 同用才起作用。请加上它，或去掉此选项。`,
  "cli.splitValue": (p) =>
    `应只写 ${p.name}，收到的是 ${p.name}=${p.value}：只有 folds=5 和 resample=3 带数字。请去掉它；各部分的比例可写在配置文件中（docs/spec.md）。`,
  "cli.lines": (p) => `需要从 0 起的整数行数，收到的是 ${p.received}。请数一数表格上方的行。`,
  "cli.flagsTogether": (p) => `不能与 ${p.other} 同用，请去掉其中一个；它属于 ${p.needs}。`,
  "cli.threads": (p) => `需要 1 … ${p.most} 的整数或 auto，收到的是 ${p.received}。结果与线程数无关，可用 auto。`,
  "cli.host": (p) =>
    `主机无法提供本次运行所需的内存（${p.reason}）。请减少序列的数量或长度，或用更小的批大小、更小的模型。`,

  // Links
  "link.cut": () => "链接应当完整，收到的被截断或输错：校验和不符。请重新索取，或复制完整的链接。",
  "link.newer": (p) =>
    `需要版本 ${p.most} 的链接，收到的是版本 ${p.received}，由更新的 Tidelab 生成。请更新：npm install tidelab@latest。`,
  "link.long": (p) => `链接最多 ${p.most} 个字符，收到的有 ${p.received} 个。请以文件分享配置。`,
  "link.content": () => "链接中应有一份配置，收到的是别的内容。请重新索取链接，或以文件分享配置。",

  // The studio
  "studio.absent": () =>
    "安装包中应有工作室的文件，但没有找到。请重新安装：npm install tidelab。在代码仓库中：npm run build:studio。",
  "studio.port": (p) =>
    `端口 ${p.port} 不能使用（${p.reason}）：已被其他程序占用，或需要权限。请换一个端口，或不写 --port 以选用空闲端口。`,
  "studio.portNumber": (p) => `端口应为不超过 ${p.most} 的整数，收到的是 ${p.received}。不写 --port 则选用空闲端口。`,
  "studio.host": (p) =>
    `需要本机的地址，收到的是 ${p.received}。可用 0.0.0.0 表示本机的所有地址，或不写 --host，仅供本机访问。`,

  // JSON text
  "json.syntax": (p) => jsonProblems[p.problem](p.received),
  "json.duplicateKey": (p) =>
    `每个键只能出现一次，${JSON.stringify(p.key)} 重复出现（第一次在第 ${p.firstLine} 行）。请删除其中一个。`,
  "json.tooDeep": (p) => `括号最多嵌套 ${p.deepest} 层，收到的更深。请减少嵌套。`,

  // Data sets made and split
  "data.wavesSamples": (p) =>
    `序列数应为整数，且不少于 ${p.least}（每种波形至少一条），收到的是 ${p.received}。可试 1200。`,
  "data.wavesLength": (p) => `时间步数应为不小于 1 的整数，收到的是 ${p.received}。可试 200。`,
  "data.wavesNoise": (p) => `噪声的标准差应为不小于 0 的数，收到的是 ${p.received}。可试 0.15。`,
  "data.wavesScale": (p) =>
    `波形的最大绝对值应大于 0 且不超出 float32 的范围，长度 ${p.length}、噪声 ${p.noise} 时得到的是 ${p.largest}，以它归一化只会得到 NaN。` +
    (p.largest === 0 ? "请把长度设为至少 2，或增大噪声。" : "请减小噪声。"),
  "data.wavesMinLength": (p) => `应不大于长度 ${p.length}，收到的是 ${p.received}。`,
  "data.wavesMissing": (p) => `缺失段不能长于最短的序列（${p.shortest} 步），收到的最长为 ${p.received} 步。`,
  "data.splitFractions": (p) =>
    `训练集与验证集的比例各应不小于百万分之一，并给测试集留下至少同样的比例；收到的是 train ${p.train}、val ${p.val}。可试 0.7 和 0.15。`,
  "data.emptySplit": (p) =>
    `训练集、验证集、测试集都应至少有一条序列，而 ${p.count} 条序列分得 ${p.train}、${p.val}、${p.test} 条。请至少使用 ${p.least} 条序列，或改用其他比例。`,

  // Transforms
  "data.lengths": (p) => `序列的步数应为 1 … ${p.length} 的整数，收到的是 ${p.received}。`,
  "data.noFiles": () =>
    "需要读取配置中指明的文件，但没有打开文件的方法。在网页中，请把 tidelab/readers 的 openSeriesFiles 的返回值传给 loadData；在 Node 中用 tidelab/node 的 seriesFilesIn。",
  "split.needsFiles": (p) => `应为按比例的划分，收到的是 ${p.kind}，它只用于文件中的序列。请去掉 kind。`,
  "data.relabel": (p) =>
    p.problem === "series"
      ? `应为序列的编号 0 … ${p.most}，收到的是 ${p.received}。序列按生成或读取的顺序编号。`
      : p.problem === "class"
        ? `应为类别的编号 0 … ${p.most}，收到的是 ${p.received}。`
        : `应为训练序列，收到的是第 ${p.received} 条，属于${p.problem === "val" ? "验证集" : "测试集"}：只有训练序列可以更改标签。请去掉它。`,
  "data.stratify": (p) =>
    `分层划分时每个类别至少要有两条序列，每个集合至少要有 ${p.classes} 条（每类一条），现有某类只有 ${p.least} 条，某个集合只有 ${p.smallest} 条。请使用更多序列，或调整划分比例。`,
  "data.missing": (p) =>
    `此处应为数据集 { values, labels, count, length, channels, classNames }，收到的是 ${p.received}。`,
  "data.list": (p) => `此处应为数字列表或类型化数组，收到的是 ${p.received}。`,
  "data.whole": (p) => `此处应为不小于 ${p.least} 的整数，收到的是 ${p.received}。`,
  "data.windows": (p) =>
    `${p.rows} 个窗口应依次注明所属的序列，从 0 到 ${p.count - 1}，不可遗漏，此处收到的是 ${p.received}。`,
  "data.lengthsSize": (p) => `${p.expected} 条序列应各有一个长度，收到的长度有 ${p.received} 个。`,
  "transform.pad": (p) =>
    `序列不能长于填充后的 ${p.length} 步，收到的序列有 ${p.received} 步。请增大填充长度，或先截断。`,
  "transform.tooShort": (p) => `序列至少需要 ${p.needs} 步，收到的序列只有 ${p.received} 步。请先填充，或减小要求。`,
  "transform.windowsTwice": () => "windows 变换只能有一个，收到的不止一个。请只保留一个。",

  // Data sets made by hand
  "data.empty": (p) => `至少需要一条序列、一个时间步，收到的是 ${p.count} 条长度为 ${p.length} 的序列。`,
  "data.size": (p) =>
    `应有 count × length × channels = ${p.count * p.length * p.channels} 个值和 ${p.count} 个标签，收到的是 ${p.values} 个值和 ${p.labels} 个标签。`,
  "data.channels": (p) => `序列应与模型一样有 ${p.expected} 个通道，收到的是 ${p.received} 个。`,
  "data.label": (p) =>
    `类别应为 0 … ${p.classes - 1} 的整数，收到的是 ${p.received}。请填写类别名在 classNames 中的序号。`,
  "data.classNames": (p) => `应有 ${p.classes} 个互不相同的类别名称，收到的是 ${p.received}。`,
  "data.value": (p) =>
    `值应为有限数，且不超过 3.4e38（float32），收到的是 ${p.received}。请填补或去掉缺失值；数值过大时请换用更大的单位。`,

  // Models and their shapes
  "shape.needsTime": (p) => `${p.layer} 层的输入需要时间轴，但这里没有。请把它放在按时间池化的层之前。`,
  "shape.needsRecurrent": (p) =>
    `${p.layer} 层取 lstm、gru 或 rnn 的最终状态，收到的却是其他层的输出。请把它放在循环层之后，或改用 last。`,
  "shape.residual": (p) =>
    `残差相加的两边形状必须相同，但层输出 ${p.layers}，捷径输出 ${p.shortcut}。请给捷径加上同样改变形状的层。`,
  "shape.concat": (p) => `concat 各分支的时间轴必须相同，收到的是 ${p.shapes}。请全部池化或全部不池化，步幅一致。`,
  "shape.multiply": (p) =>
    `multiply 中各层的输出必须与其输入 ${p.input} 逐值或逐特征对应，收到的是 ${p.layers}。请让最后一层输出同样多的特征。`,
  "shape.fixedLength": (p) =>
    `${p.layer} 层把时间步变成特征，因此所有序列都必须与编译模型时一样长（${p.compiled} 个时间步），收到的序列有 ${p.received} 个。请用 resample、truncate 或 pad 变换统一长度，或换用不含 ${p.layer} 层的模型。`,
  "shape.heads": (p) =>
    `heads 必须整除特征数，收到的是 ${p.heads} 个头、${p.features} 个特征。可试 heads 1，或在前面加一个 linear 层。`,
  "shape.relative": (p) =>
    `relative 不得小于时间步数，收到的是 ${p.relative}，而序列有 ${p.time} 步。请用 ${p.time}，或使用更短的序列。已训练的模型不能再改：请把序列切成窗口（predict --windows ${p.relative}），或用更长的序列重新训练。`,
  "shape.sharedFilters": (p) =>
    `sharedFilters 不能与 groups 或 weightNorm 同用，收到的是 groups ${p.groups}、weightNorm ${p.weightNorm}。请去掉它们。`,
  "shape.sharedBy": (p) =>
    `sharedBy 必须整除特征数，收到的是 ${p.sharedBy}，而特征有 ${p.features} 个。它是带 sharedFilters 的 conv1d 所读的通道数。`,
  "shape.output": (p) =>
    `最后一层必须为每个类别输出一个值，即 (${p.classes})，收到的是 ${p.received}。请以时间池化和 outFeatures 为 ${p.classes} 的 linear 层结尾。`,
  "shape.tooShort": (p) =>
    `这样设置的 ${p.layer} 层至少需要 ${p.needs} 个时间步，收到的是 ${p.received} 个。请减小卷积核、增加填充或使用更长的序列。`,
  "shape.groups": (p) =>
    `groups 必须同时整除输入和输出通道数，收到的是 ${p.groups} 组、${p.inChannels} 与 ${p.outChannels} 个通道。可试 groups 1。`,
  "shape.samePadding": (p) => `padding "same" 要求 stride 为 1，收到的是 stride ${p.stride}。请用数字给出填充。`,
  "shape.poolPadding": (p) =>
    `padding 最多为卷积核的一半，收到的是 padding ${p.padding}、kernelSize ${p.kernelSize}。可试 ${Math.floor(p.kernelSize / 2)}。`,
  "model.duplicateName": (p) => `同级的层名称必须不同，“${p.name}”出现了两次。请给其中一个改名。`,
  "model.classWeights": (p) => `应为 ${p.classes} 个类别各给一个权重，收到的是 ${p.received} 个。`,

  // Engine
  "numerics.unavailable": () =>
    "此环境的 WebAssembly 不支持融合乘加（relaxed SIMD）。请使用 numerics portable；Node 20 加上 --experimental-wasm-relaxed-simd 即有此功能。",
  "memory.estimate": (p) =>
    `可用内存为 ${gigabytes(p.available)} GB，而此运行大约需要 ${gigabytes(p.needed)} GB，大部分用在此处。请减少序列、缩短序列，或减小批大小、模型。`,
  "memory.exhausted": (p) => `无法获得 ${p.megabytes} MB 的 WebAssembly 内存。请减小批大小、序列长度或模型。`,
  "predictor.closed": (p) => `已经关闭（close），无法再调用。请用 ${p.maker} 另建一个。`,
  "threads.count": (p) => `线程最多 ${p.most} 个，收到的是 ${p.received}。`,
  "threads.notLoaded": () =>
    '工作线程的脚本未能加载。使用 Vite 的开发服务器时，请设置 optimizeDeps: { exclude: ["tidelab"] }；其他情况请用 registerWorkers 启动 tidelab/worker，或使用 threads 1。',
  "threads.failed": (p) => `一个工作线程已终止：${p.cause}。请用 threads 1 重试，并反馈这条信息。`,

  // Weights
  "safetensors.tooShort": (p) =>
    `safetensors 文件至少有 ${p.least} 字节，收到的是 ${p.received} 字节。文件不是此格式，或被截断：请重新复制。`,
  "safetensors.giantHeader": (p) =>
    `文件头最多 ${p.most} 字节，收到的长度是 ${p.received}。文件不是 safetensors 文件，或已损坏：请重新复制。`,
  "safetensors.headerBeyondFile": (p) =>
    `文件头应有 ${p.received} 字节，收到的在长度之后只有 ${p.available} 字节。文件被截断：请重新复制。`,
  "safetensors.headerText": () =>
    "文件头应为 UTF-8，收到的是其他字节。文件不是 safetensors 文件，或已损坏：请重新复制。",
  "safetensors.headerJson": (p) => `文件头应为 JSON，收到的文本不是（${p.problem}）。文件已损坏：请重新复制。`,
  "safetensors.headerObject": (p) =>
    `文件头应以 { 开始，收到的是${p.received === "" ? "空内容" : ` ${JSON.stringify(p.received)}`}。文件不是 safetensors 文件。`,
  "safetensors.duplicateKey": (p) => `文件头中每个键只能出现一次，${JSON.stringify(p.key)} 重复出现。请重新保存权重。`,
  "safetensors.metadata": () => "__metadata__ 应为键与文本的对应，收到的不是。请以文本元数据重新保存权重。",
  "safetensors.entry": (p) =>
    `张量 ${JSON.stringify(p.tensor)} 需要 dtype、shape 和 data_offsets，收到的描述不完整。请重新保存权重。`,
  "safetensors.dtype": (p) =>
    `张量 ${JSON.stringify(p.tensor)} 的类型应为 ${p.known.join("、")} 之一，收到的是 ${p.received}。请转换为 F32 后再保存。`,
  "safetensors.shape": (p) =>
    `张量 ${JSON.stringify(p.tensor)} 的形状应为非负整数的列表，收到的是 ${p.received}。请重新保存权重。`,
  "safetensors.offsets": (p) =>
    `张量 ${JSON.stringify(p.tensor)} 的 data_offsets 应为 [起, 止] 两个有序的非负整数，收到的是 ${p.received}。请重新保存权重。`,
  "safetensors.size": (p) =>
    `形状 ${p.shape}、类型 ${p.dtype} 的张量 ${JSON.stringify(p.tensor)} 应有 ${p.expected} 字节，收到的是 ${p.received} 字节。请重新保存权重。`,
  "safetensors.range": (p) =>
    `张量 ${JSON.stringify(p.tensor)} 的数据应到第 ${p.end} 字节，收到的数据只有 ${p.available} 字节。文件被截断：请重新复制。`,
  "safetensors.start": (p) =>
    `第一个张量应从数据的第 0 字节开始，收到的 ${JSON.stringify(p.tensor)} 从第 ${p.received} 字节开始。请重新保存权重。`,
  "safetensors.hole": (p) =>
    `张量之间不应有空隙，收到的数据中第 ${p.from} 到 ${p.to} 字节（在 ${JSON.stringify(p.tensor)} 之前）不属于任何张量。请重新保存权重。`,
  "safetensors.overlap": (p) =>
    `张量不应共用字节，收到的 ${JSON.stringify(p.tensor)} 与 ${JSON.stringify(p.other)} 重叠。请重新保存权重。`,
  "safetensors.trailing": (p) =>
    `数据应有 ${p.expected} 字节，收到的是 ${p.received} 字节。文件末尾多了内容：请重新复制。`,
  "safetensors.notFinite": (p) =>
    `权重应为 float32 中的有限值，张量 ${JSON.stringify(p.tensor)} 的 [${p.index.join(", ")}] 处收到的是 ${p.received}。这样的权重来自发散的训练：请降低学习率或裁剪梯度后重新训练。`,

  // Reports
  "report.noRuns": () =>
    "需要一次运行的文件夹，或内含多次运行的文件夹；此文件夹中没有任何 run.json。请检查路径，或先训练：tidelab train <配置文件>。",
  "report.oneRun": (p) =>
    `至少需要两次运行才能比较，收到的只有一次（${p.folder}）。请给出更多文件夹；单次运行的报告就在其文件夹中，名为 report.html。`,
  "report.reachWithout": () => "对无梯度分类器不起作用：它们没有训练轮次，无法说在第几轮达到某一准确率。请去掉它。",
  "report.ending": (p) =>
    `输出文件名必须以 .html 或 .md 结尾${p.received === "" ? "" : `，不能是 ${p.received}`}。可用 report.html。`,
  "report.reach": (p) => `需要大于 0 且不超过 1 的准确率，收到的是 ${p.received}。可用 0.9 或 90%。`,

  // Runs
  "run.unknown": (p) =>
    `没有这个路径、编号或名称的运行。${p.nearest ? `是否想写 ${p.nearest}？` : "请给出运行的文件夹、编号（或其开头）或名称。"}tidelab runs 列出运行库中的全部运行。`,
  "run.ambiguous": (p) => `有 ${p.count} 次运行叫这个名称：${p.runs}。请给出文件夹或编号。`,
  "folder.locked": (p) =>
    `另一个 tidelab 进程正在使用这个文件夹（进程 ${p.pid}，始于 ${p.since}）。请等它结束，或换一个文件夹。`,
  "folder.lockedElsewhere": (p) =>
    `${p.host} 上的进程 ${p.pid} 从 ${p.since} 起一直在使用这个文件夹。那是另一台机器或另一个容器，这里无法得知它是否仍在运行。请等它结束；如果确知它已不在，请删除 ${p.file}。`,
  "run.outputInterrupted": (p) =>
    `需要新的或空的文件夹，此文件夹中有一次中断的运行。请用 tidelab resume ${p.folder} 继续，或换一个文件夹。`,
  "run.outputExists": () => "需要新的或空的文件夹，此路径下已有内容。请换一个，或先将其删除：已有内容不会被覆盖。",
  "run.outputUnwritable": (p) => `无法写入此处：${p.reason}。请换一个位置，或修改其权限。`,
  "run.diskFull": (p) => `没有空间存放运行的文件：${p.reason}。请释放空间，或换一个磁盘。`,
  "run.missing": () => "此路径下没有运行的文件夹。请检查路径。",
  "run.unreadable": (p) => `无法读取此文件：${p.reason}。请修改其权限，或重新复制。`,
  "run.notFolder": () => "需要一次运行的文件夹，收到的是文件。请给出 run.json 和 model.safetensors 所在的文件夹。",
  "run.noRecord": () =>
    "此文件夹中没有 run.json，不是运行的文件夹。请检查路径：若未用 --out 指定，运行保存在 runs/ 下。",
  "run.noWeights": () =>
    "run.json 旁没有训练好的权重 model.safetensors。运行未写完或未复制完：请重新复制，或用 run.json 中的配置重新训练。",
  "run.newer": (p) =>
    `需要版本不高于 ${p.most} 的运行，收到的是版本 ${p.received}。它由更新版本的 Tidelab 写成：请用 npm install tidelab@latest 升级。`,
  "run.classical": (p) =>
    `需要一次神经网络的运行，收到的是无梯度分类器（${p.method}）的运行：它没有训练轮次、步数和权重。predict、verify、runs、compare 和 report 可以使用它；要以其他方式拟合，请再次使用 tidelab train。`,
  "run.net": () =>
    "需要无梯度分类器的记录，收到的是神经网络的记录，或者不是记录。神经网络的运行请用 readRun 或 loadRun 读取。",
  "run.noClassifier": () =>
    "run.json 旁没有已拟合的分类器 classifier.json。运行未复制完：请重新复制，或用 tidelab train 重新拟合。",
  "run.classifierChanged": (p) =>
    `需要运行结束时的分类器（SHA-256 ${p.expected.slice(0, 12)}…），收到的是另一个（${p.received.slice(0, 12)}…）。文件被改动或替换：请恢复，或用 tidelab train 重新拟合。`,
  "run.record": (p) => `${recordProblems[p.problem](p)}记录被修改或已损坏：请恢复，或重新训练。`,
  "run.gradients": (p) =>
    `需要此版本的运行所记录的梯度，${p.key === "" ? "收到的不是" : `${p.key} 处不是`}。文件被改动、已损坏或由更新版本的 Tidelab 写成：请恢复；或将其删除，不再绘制梯度的图。`,
  "run.tensorMissing": (p) =>
    `按 run.json 中的配置，应有形状为 ${p.shape} 的张量 ${JSON.stringify(p.tensor)}，文件中没有。权重属于另一个模型：请恢复本次运行的权重。`,
  "run.tensorExtra": (p) =>
    `只应有 run.json 中的配置所需的张量，文件中还有形状为 ${p.shape} 的 ${JSON.stringify(p.tensor)}。权重属于另一个模型：请恢复本次运行的权重。`,
  "run.tensorShape": (p) =>
    `按 run.json 中的配置，张量 ${JSON.stringify(p.tensor)} 的形状应为 ${p.expected}，收到的是 ${p.received}。权重属于另一个模型：请恢复本次运行的权重。`,
  "run.weightsChanged": (p) =>
    `需要运行结束时的权重（SHA-256 ${p.expected.slice(0, 12)}…），收到的不同（${p.received.slice(0, 12)}…）。文件被修改或替换：请恢复，或重新训练。`,
  "run.snapshotChanged": (p) =>
    `需要第 ${p.epoch} 轮之后的权重（SHA-256 ${p.expected.slice(0, 12)}…），收到的不同（${p.received.slice(0, 12)}…）。文件被修改或替换：请恢复，或重新训练。`,
  "run.noSnapshots": (p) =>
    p.problem === "schedule"
      ? `需要按周期训练、在各周期末存有快照的运行，收到的运行${p.schedule === undefined ? "学习率不变" : `的学习率计划是 ${p.schedule}`}。请按周期重新训练（--cycles 5，或在配置中把 training.schedule 设为 cosineRestarts），或不用快照。`
      : p.problem === "early"
        ? `需要至少完成一个周期的运行，收到的运行在第一个周期的 ${p.cycle} 轮中只完成了 ${p.done} 轮。若它被中止，请继续训练；或不用快照。`
        : "run.json 旁没有快照 snapshots.safetensors。运行未复制完：请重新复制，或用 run.json 中的配置重新训练。",
  "run.fileChanged": (p) =>
    p.expected === undefined
      ? "run.json 表明本次运行没有记录梯度，文件夹中却有一个梯度文件。请删除该文件，或恢复文件夹。"
      : `需要 run.json 中记录的文件（SHA-256 ${p.expected.slice(0, 12)}…），收到的不同（${p.received.slice(0, 12)}…）。文件被修改或替换：请恢复，或重新训练。`,
  "run.dataChanged": (p) =>
    `需要运行开始时的序列（SHA-256 ${p.expected}），收到的不同（SHA-256 ${p.received}）：继续下去得不到原本的结果。请恢复数据，或用开始该运行的 Tidelab 版本继续。`,
  "run.unfinished": (p) => `需要已结束的运行，而这次运行中途中断。可用 tidelab resume ${p.folder} 继续。`,
  "run.ended": (p) =>
    `需要中断或停止的运行，收到的已${p.status === "diverged" ? "发散" : "完成"}：没有可以继续的内容。若缺少图表或报告，可用 tidelab figures 重新绘制。`,
  "run.noCheckpoints": () => "运行的文件夹中没有检查点。只有中断或停止的运行才有检查点；请用原来的配置重新训练。",

  // Checkpoints
  "checkpoint.none": (p) => `需要可以继续的检查点，而现有的 ${p.count} 个都不能使用。请重新训练。`,
  "checkpoint.damaged": () => "检查点的内容应与其自身的哈希一致，收到的被截断或被改动。",
  "checkpoint.foreign": () => "需要本次运行的检查点，收到的属于另一次运行。",
  "checkpoint.start": () => "需要运行开始时的设置（配置与数值内核），但文件被截断或改动过。请恢复该文件，或重新训练。",
  "run.folder": (p) => `需要以字符串给出文件夹的路径，收到的是 ${p.received}。如果是 URL，请用 fileURLToPath(url)。`,
  "run.text": (p) =>
    `需要 run.json 的文本，收到的是 ${p.received}。请传入字符串：await response.text()，或 readFile(path, "utf8")。`,
  "run.bytes": (p) =>
    `需要 model.safetensors 的字节（Uint8Array），收到的是 ${p.received}。请传入 new Uint8Array(await response.arrayBuffer())，或 readFile(path) 的结果。`,
  "weights.map": (p) =>
    `需要一个以名称为键、以张量为值的 Map，收到的是 ${p.received}。请传入 readSafetensors(bytes).tensors，或 new Map(Object.entries(…))。`,
  "weights.missing": (p) =>
    `需要模型的每个张量，没有收到的是 ${p.tensors}。` +
    (p.isBias
      ? "这些层保存时没有偏置：编译模型时请把 bias 设为 false。"
      : `不属于此模型的有：${p.received || "无"}。请让配置中各层的名称与文件一致。`),
  "weights.extra": (p) => `只应有模型的张量，收到的还有 ${p.tensors}。请去掉它们，或编译它们所属的模型。`,
  "weights.shape": (p) =>
    `应为 ${p.expected}，收到的是 ${p.received}。` +
    (p.isTransposed
      ? "它被转置了：PyTorch 存放的是（输出，输入），Keras 是（输入，输出）。请先转置。"
      : "请编译这些权重所属的模型。"),
  "checkpoint.model": (p) =>
    `需要此模型（${p.expected} 个参数）和此优化器的训练状态，收到的是另一个（${p.received} 个参数）。请用保存时的模型和选项继续。`,

  // Verification
  "verify.report": () =>
    "这个 HTML 文件不是含有运行记录的 Tidelab 报告。请改为给出运行的文件夹，或用 tidelab figures 重新生成报告。",
  "verify.kind": () =>
    "应为训练得到的结果：运行的文件夹、名称或编号，运行的 report.html 或 report.md，对照实验的文件夹或其报告；收到的是其他种类的文件。只检查配置而不训练：tidelab check spec。",
  "verify.markdown": () => "Markdown 报告本身不含运行记录，它旁边也没有 run.json。请给出运行或对照实验的文件夹。",
  "check.steps": (p) => `步数应为 1 到 ${p.most} 的整数，收到的是 ${p.received}。`,
  "verify.epochs": (p) => `轮数应为 1 到 ${p.most}（记录中的轮数）的整数，收到的是 ${p.received}。`,

  // Specs
  "spec.raw": (p) => `需要 parseSpec 返回的配置，收到的配置缺少 ${p.missing}。请传入 parseSpec(spec)。`,
  "spec.unknownKey": (p) =>
    `未知的键 "${p.key}"。${p.nearest ? `是否想写 "${p.nearest}"？` : `此处可用：${p.known}。`}`,
  "spec.range": (p) => `应为 ${p.sign} ${p.limit} 的数，收到的是 ${p.received}。`,
  "spec.length": (p) => `${p.isText ? "字符数" : "条目数"}应 ${p.sign} ${p.limit}，收到的是 ${p.received} 个。`,
  "spec.choice": (p) =>
    `应为以下之一：${p.values}；收到的是 ${p.received}。${p.nearest ? `是否想写 "${p.nearest}"？` : ""}`,
  "spec.type": (p) =>
    `应为${expectedTypes[p.expected as keyof typeof expectedTypes] ?? p.expected}，收到的是 ${p.received}。`,
  "spec.missing": (p) => `缺少此项，应为${expectedTypes[p.expected as keyof typeof expectedTypes] ?? p.expected}。`,
  "spec.name": (p) => `名称应以字母或数字开头，只含字母、数字、点、连字符和下划线，收到的是 ${p.received}。`,

  // Threads
  "threads.unavailable": () => "此环境没有工作线程。请使用 threads 1。",

  // Forks
  "fork.model": (p) =>
    `继续训练需要同一模型，收到的模型中 ${p.tensor} 不同。请不要改变 model，或去掉 --continue 从头开始。`,
  "verify.continued": (p) =>
    `需要从种子开始的运行，这次运行却从 ${p.run} 的权重开始：仅凭配置不能重现它。请验证那次运行。`,
  "spec.noPath": (p) => `配置中没有这个路径。${p.nearest ? `是否想写 ${p.nearest}？` : `此处的键有 ${p.known}。`}`,

  // Training
  "training.batchNorm": (p) =>
    `批归一化要求每个通道多于一个值，而 ${p.count} 条序列按每批 ${p.batchSize} 条划分时，最后一批只有一个值。请改用其他 batchSize。`,
  "training.noSeries": (p) =>
    `平衡类别需要每个类别都有训练序列，收到的数据中 ${p.name} 没有。请直接给出各类权重，或使用分层划分。`,
  "training.nesterov": () => "Nesterov 形式需要大于 0 的 momentum，收到的是 0。可试 momentum 0.9。",
  "training.edits": (p) =>
    p.problem === "empty"
      ? "应给出 lr、clipGradNorm 或 weightDecay，但没有要设置的值。请给出一个，或去掉这次修改。"
      : p.problem === "order"
        ? `应晚于前一次修改的步 ${p.before}，收到的是 ${p.step}。请按步的先后排列。`
        : `应为训练中的一步，训练共 ${p.steps} 步，收到的是 ${p.step}。请去掉这次修改，或增加训练轮数。`,
  "training.cycles": (p) =>
    `各周期应等长，而 ${p.epochs} 轮不能平分为 ${p.received} 个周期。可试 ${p.nearest} 个周期，或 ${Math.ceil(p.epochs / p.received) * p.received} 轮。`,
  "training.warmup": (p) =>
    `应少于训练的总${p.per === "step" ? "步数" : "轮数"} ${p.all}，给余弦阶段留出余地，收到的是 ${p.received}。可试 ${Math.floor(p.all / 10)}。`,
  "lrFind.range": (p) => `应为两个大于 0 的学习率，前者较小，收到的是 ${p.from} 和 ${p.to}。可试 1e-7 和 10。`,
  "lrFind.steps": (p) => `步数应为不小于 ${p.least} 的整数，收到的是 ${p.received}。可试 100。`,
  "spec.table": () =>
    "应为 JSON 格式的配置文件，收到的是数据。用它训练：tidelab train <文件>；加上 --save-spec 可写出供其他命令使用的配置文件。",
  "spec.record": (p) =>
    `需要配置，收到的是一次运行的记录。要改动后重新训练：tidelab fork ${p.folder} --set <路径>=<值>；或把其中 spec 键的值另存为文件。`,
  "spec.sweep": (p) => `需要配置，收到的是对照实验：其中有 base 和 axes，没有 model。运行：tidelab sweep ${p.file}。`,
  "sweep.spec": (p) =>
    `需要对照实验，收到的是配置：其中有 model，没有 axes。训练：tidelab train ${p.file}。对照实验的写法见 docs/experiments.md。`,
  "sweep.record": (p) =>
    `需要对照实验，收到的是一次运行的记录。要改动后重新训练：tidelab fork ${p.folder} --set <路径>=<值>；要在对照实验中改变它，请把其中 spec 键的值另存为文件，并作为 base。`,
  "sweep.table": () =>
    "应为 JSON 格式的对照实验，收到的是数据。对照实验由基准配置（base）和各个变量（axes）组成，见 docs/experiments.md。tidelab train <文件> --save-spec <base.json> 可为这些数据写出基准配置。",
  "training.diverged": (p) =>
    `训练在第 ${p.epoch} 轮第 ${p.step} 步发散：损失或梯度不是有限的数（损失 ${p.loss}）。` +
    `此前各步的梯度范数：${p.gradNorms || "无，这是第一步"}。` +
    `已保留最后的有效权重。请降低学习率（用 ${p.tryLr} 代替 ${p.lr}），或把梯度范数裁剪到 1。`,
};

const recordProblems: Record<RecordProblem, (p: { key: string; received: string; expected?: string }) => string> = {
  missing: (p) => `需要${p.key === "" ? "一份记录" : ` ${p.key}`}，收到的没有。`,
  unknown: (p) => `只应有已知的键，收到的是 ${p.key}（${p.received}）。`,
  type: (p) =>
    `${p.key === "" ? "此处" : `${p.key} `}应为${expectedTypes[p.expected as keyof typeof expectedTypes] ?? p.expected}，收到的是 ${p.received}。`,
  value: (p) => `${p.key} 应为其他值，收到的 ${p.received} 不为其 schema 所允许。`,
  contradiction: (p) => `${p.key} 应与记录的其余部分相符，收到的是 ${p.received}。`,
};

const jsonProblems: Record<JsonProblem, (received: string) => string> = {
  empty: () => "需要 JSON，收到的是空文本。请至少写 {}。",
  end: () => '内容未完，文本却在此结束。请补上未闭合的 "、] 或 }。',
  comment: () => "需要 JSON，收到的是注释。JSON 没有注释，请删除。",
  trailingComma: (received) => `逗号之后需要下一项，收到的是 ${received}。请删除它前面的逗号。`,
  key: (received) => `需要双引号中的键，收到的是 ${received}。请写成 "key"。`,
  value: (received) => `需要一个值（"文本"、数字、true、false、null、[ 或 {），收到的是 ${received}。请补上该值。`,
  colon: (received) => `键与值之间需要冒号，收到的是 ${received}。请补上冒号。`,
  comma: (received) => `需要逗号或闭合括号，收到的是 ${received}。请在它前面补上缺少的符号。`,
  trailing: (received) => `文本应在此结束，收到的是 ${received}。请删除值之后的内容。`,
  string: () => "同一行内需要结束的双引号。请补上；文本中的换行请写成 \\n。",
  escape: () => `此文本中反斜杠之后只能是 \\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX 之一。反斜杠本身请写成 \\\\。`,
  control: () => "此文本中不能有控制字符。制表符请写成 \\t。",
  number: (received) => `需要完整的数字，收到的是 ${received}。请写成 1、0.5 或 1e-3 的形式。`,
  symbol: (received) =>
    `需要 JSON，收到的是 ${received}。文本和键请放在双引号中；数字请写成 0.5 的形式；不带引号的词只有 true、false 和 null。`,
};
