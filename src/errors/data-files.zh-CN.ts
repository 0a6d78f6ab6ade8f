/** Simplified Chinese errors of data from files and of their splits; the keys of `data-files.en.ts`. */
import type { dataFileErrors } from "./data-files.en.ts";

const SETS = { train: "训练", val: "验证", test: "测试" };

export const dataFileErrorsZhCn: typeof dataFileErrors = {
  "data.noFile": (p) =>
    `应为时间序列文件，但没有文件与 ${p.pattern} 匹配。请检查路径；路径相对于配置文件所在的文件夹。`,
  "data.fileGone": (p) =>
    `需要该运行训练时所用的文件，但在 ${p.places} 中没有找到。如果文件已移走，请指明位置：--data <文件夹>。该文件的 SHA-256：${p.sha256}。`,
  "data.fileChanged": (p) =>
    `需要该运行训练时所用的文件，收到的是另一个文件。SHA-256：记录为 ${p.expected}，实际为 ${p.received}。请恢复原文件；如果原文件在别处，请指明位置：--data <文件夹>。`,

  "data.sameFile": (p) =>
    `每个文件只应给出一次，收到的文件与 ${p.first} 内容相同${p.sets[0] === p.sets[1] ? "" : `（前者为${SETS[p.sets[0]]}序列，后者为${SETS[p.sets[1]]}序列）`}：模型会在训练过的序列上测试。请去掉其中一个。`,
  "data.fileChannels": (p) =>
    `应与 ${p.first} 一样有 ${p.expected} 个通道，收到的是 ${p.received} 个。请指明哪些列是通道，或去掉此文件。`,
  "data.channelNames": (p) =>
    `应与 ${p.first} 一样依次为通道 ${p.expected}，收到的是 ${p.received}。请为所有文件按同一顺序指明通道列。`,
  "data.stepNames": (p) =>
    `第 ${p.number} 个数值列应与 ${p.first} 一样是 ${p.expected}，收到的是 ${p.received}。请让各文件的列同名、同序。`,
  "data.noLabel": (p) =>
    `每条序列都应有类别，收到的序列 ${p.id} 没有类别。请指明类别列（--label；配置文件中为 data.reading.columns.label）；类别在文件名或文件夹名里时，请写明（--label-from file 取文件名，folder 取文件夹名，grandparent 取上一级文件夹名）；若是 UCR 数据集的文本文件，请用 --format ucr。`,
  "data.oneClass": (p) =>
    `训练序列应至少有两个类别，收到的是 ${p.count} 条序列，${p.name === "" ? "没有类别" : `只有一个类别 ${p.name}`}。请检查类别在哪一列（--label）。`,
  "data.unknownClass": (p) => `类别应为 ${p.known} 之一，收到的是 ${p.name}。请把它加入列表，或去掉列表。`,
  "data.untrainedClass": (p) =>
    `类别应出现在训练序列中（${p.known}），收到的是 ${p.count} 条属于 ${p.name} 的${SETS[p.set]}序列，任何模型都学不到这个类别。请检查拼写，或去掉这些序列。`,
  "data.emptyClass": (p) => `列表中的每个类别都应有训练序列，收到的列表中 ${p.name} 没有训练序列。请把它从列表中去掉。`,
  "data.missingValues": (p) =>
    `每一步都应有值，收到的数据有 ${p.count} 个缺失值，分布在 ${p.total} 条序列中的 ${p.series} 条；第一个在此处。请说明如何处理：--missing linear（线性插值）、previous（沿用前一个值）、一个数值，或 mask（插值，并用一个通道标出缺失位置）；配置文件中为 data.missing。`,
  "predict.missingValues": (p) =>
    `每一步都应有值，收到的数据有 ${p.count} 个缺失值，分布在 ${p.total} 条序列中的 ${p.series} 条；第一个在此处。请修改文件，或选用 --fill linear、previous 或 zero。`,
  "predict.label": (p) =>
    `应为该运行的类别之一（${p.known}），收到的是 ${p.received}。${p.nearest ? `是否想写 ${p.nearest}？` : "请更正，或去掉类别：预测不需要类别。"}`,
  "predict.noColumn": (p) =>
    `应像训练文件一样有 ${p.name} 列，文件中只有 ${p.known}。${p.flag === "--id" ? "若序列的名称在另一列，请用 --id <列> 指明。" : "若数值在其他列，请按训练时的顺序用 --channels <列> 指明。"}`,
  "predict.channelNames": (p) =>
    `应与 ${p.first} 一样有通道 ${p.expected}，收到的是 ${p.received}。请按这些通道的顺序指明各列：--channels <列>。`,
  "predict.fillMask": () => "在此不起作用：该运行训练时用单独的通道标出缺失值，会自行填补。请去掉此选项。",
  "data.allMissing": () =>
    "填补缺失值至少需要一个有效值，收到的序列中有一个通道没有任何值。请选用 mask 或 value，或去掉该序列。",

  "train.nothing": () =>
    "需要时间序列文件或配置文件，收到的命令两者都没有。例如：tidelab train walking.csv，或 tidelab train --data <文件> --test <文件>。",
  "train.specHas": () =>
    "与配置文件同时给出时不起作用，配置文件自身已写明。请修改配置文件；若要用其他数据训练其中的模型，请用 --data <文件> --model <spec.json>。",
  "train.model": (p) =>
    `应为预设模型的名称或 JSON 配置文件，收到的是 ${p.received}。${p.nearest ? `是否想写 ${p.nearest}？` : `预设模型：${p.known}。`}`,
  "classical.flag": (p) =>
    `对 ${p.method} 不起作用：它不用梯度，在处理器的一个线程上一步拟合完成，每条序列只有一个答案。请去掉它。`,
  "classical.anyLength": (p) =>
    `对 ${p.method} 不起作用：若只用一种长度的序列拟合，它不接受其他长度；若用多种长度拟合，它接受任何长度。请去掉它。`,
  "classical.together": (p) =>
    `需要神经网络的运行，以便平均它们的概率；收到的是 ${p.method}，它只给出类别。请单独使用这次运行。`,
  "spec.classical": () =>
    "需要含有用梯度训练的模型的配置，收到的配置含有一步拟合的分类器（classifier）。请用 tidelab train；基准测试可将其与神经网络比较（docs/benchmark.md）。",

  "data.nothing": () => "需要时间序列文件，或指明文件的配置，收到的命令都没有。例如：tidelab data info walking.csv。",
  "data.madeSeries": () => "应为使用文件数据的配置，收到的配置使用生成的序列。请给出用文件训练的配置。",
  "data.checkIndices": () => "此处无法检查：哪些序列在哪一侧由索引文件决定。",
  "data.plotEnding": (p) => `文件名应以 .svg 或 .png 结尾，收到的是 ${p.received}。`,
  "data.noFolder": () => "需要运行所用文件所在的文件夹，此处没有文件夹。请检查路径。",
  "convert.ending": (p) =>
    `文件名应以 .csv、.ts、.jsonl、.npy 或 .npz 结尾，收到的是 ${p.received}。请换一个文件名，或指明格式：--to csv-wide、csv-long、ts、jsonl、npy 或 npz。`,
  "convert.endMissing": (p) =>
    `NumPy 文件中序列末尾的 NaN 会被当作填充，因此序列应以数值结尾，而序列 ${p.series} 以缺失值结尾。请填补（--missing linear），或用 --to csv-long、ts 或 jsonl。`,
  "convert.large": (p) => `.npz 文件最多 ${p.most} 字节，收到的是 ${p.bytes} 字节。请用 --to npy，或分成几个文件。`,
  "convert.channels": (p) =>
    `每行一条序列的 CSV 只能有一个通道，这些序列有 ${p.channels} 个。请用 --to csv-long、ts 或 jsonl。`,
  "convert.lengths": (p) =>
    `每行一条序列的 CSV 要求长度相同，这些序列有 ${p.shortest} 到 ${p.longest} 步。请用 --to csv-long、ts 或 jsonl。`,
  "convert.label": (p) =>
    `.ts 文件的类别名不能含空格、逗号或冒号，? 表示没有类别，无法写入 ${JSON.stringify(p.label)}。请用 --to csv-long 或 jsonl。`,
  "convert.csvText": (p) =>
    `CSV 无法写入类别或分组名 ${JSON.stringify(p.text)}：读取时首尾空格会丢失，或被当作没有值。请用 --to jsonl，或改用其他名称。`,

  "split.valWithoutTest": () =>
    "有验证文件时也应有测试文件，收到的配置没有。请用 data.test 指明，或让划分从训练文件中取出所有集合。",
  "split.noValidation": (p) =>
    `验证所占比例应使训练和验证都有序列，收到的是 ${p.count} 条中取 ${p.size} 条。请换一个比例，或用 val "train" 在训练序列上验证。`,
  "split.noGroups": () =>
    "这种划分需要分组，收到的序列没有分组。请指明分组列（--group；配置文件中为 data.reading.columns.group），或指明文件路径的哪一部分是分组（--group-from file 取文件名，folder 取文件夹名，grandparent 取上一级文件夹名）。",
  "split.groups": (p) =>
    `每个集合应至少有一个分组，收到的是训练 ${p.train} 个、验证 ${p.val} 个、测试 ${p.test} 个，共 ${p.groups} 个。请换用其他比例、增加分组，或改用不考虑分组的划分（stratified）。`,
  "split.groupApart": (p) =>
    `同一分组应只在划分的一侧，收到的分组 ${p.group} 既在${SETS[p.first]}序列中，又在${SETS[p.second]}序列中。请把它的序列放到其中一个；若要在训练时见过的分组上测试，请选择其他划分（--split stratified）。`,
  "split.folds": (p) =>
    `应至少有 ${p.folds} ${{ series: "条序列", class: "条序列（每个类别）", groups: "个分组" }[p.of]}，每折一个，收到的是 ${p.count}。请减少折数。`,
  "split.fold": (p) => `折的编号应为 0 到 ${p.most}（folds × repeats - 1），收到的是 ${p.received}。`,
  "split.foldsOfFiles": () =>
    "交叉验证只应有训练文件，收到的配置还有测试或验证文件。请把所有文件都写在 data.train 中。",
  "split.groupRepeats": () => "按分组划分的折不是随机抽取的，重复次数应为 1，收到的更多。请去掉 repeats。",
  "split.resampleFiles": () => "重新抽样应有训练文件和测试文件，且没有验证文件。请用 data.train 和 data.test 指明。",
  "split.resampleClasses": (p) =>
    `训练文件和测试文件应有相同的类别，已发表的重抽样都是如此，收到的 ${p.name} 只在其中一个里。请换用其他划分。`,
  "split.indexRow": (p) => `行号应为 0 到 ${p.rows - 1}，收到的是 ${p.received}。该文件有 ${p.rows} 行索引。`,
  "split.index": (p) =>
    `每个索引应在 0 到 ${p.count - 1} 之间且至多出现一次，或两个文件中整行都是 -1，收到的是 ${p.problem === "twice" ? "重复的 " : ""}${p.index}。这是该数据集的索引文件吗？`,
};
