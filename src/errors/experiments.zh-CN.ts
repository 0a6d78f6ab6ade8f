/** Simplified Chinese errors of experiments and records. Part of `zh-CN.ts`. */
import { gigabytes } from "./core.en.ts";
import type { experimentErrors as english } from "./experiments.en.ts";
import { storeErrors } from "./store.zh-CN.ts";

export const experimentErrors: typeof english = {
  ...storeErrors,

  // Lists
  "cli.count": (p) => `需要不小于 1 的整数，收到的是 ${p.received}。例如 10。`,
  "cli.duration": (p) => `需要 90s、10m 或 2h 这样的时间，收到的是 ${p.received}。请写数字加 s、m 或 h。`,

  // Forks
  "fork.nothing": () =>
    "没有给出任何改变。请加上 --set training.lr=0.01；若要按相同的配置继续训练，请加上 --continue。",
  "fork.setting": (p) => `需要“配置中的路径=值”，收到的是 ${JSON.stringify(p.received)}。请写成 training.lr=0.01。`,

  // Sweeps
  "sweep.axisTwice": (p) => `每个轴只能出现一次，${p.name} 重复出现。请把它的值都写在一个轴里。`,
  "sweep.splitAxis": (p) =>
    `各组应在相同的序列上测试，收到的却是沿 split.${p.key} 变化的轴：这样的组无法按种子配对比较。请在 split 中写 "${p.key}": "seed"，并在 axes 旁写 "seeds": [${p.seeds}]：每个种子对应一${p.key === "fold" ? "折" : "次重采样"}，所有组都相同。`,
  "sweep.twice": (p) =>
    `${p.value} 与 ${p.first} 相同，每一项只能出现一次。请删去其中一个：重复的组或运行会被重复计数。`,
  "sweep.sameArm": (p) => `这一组的设置与组 ${p.first} 完全相同。请删去其中一组：重复的组会在所有比较中重复计数。`,
  "sweep.range": (p) =>
    `min 应小于 max${p.scale === "log" ? "，对数刻度下两者都须大于 0" : ""}，收到的是 ${p.min} 和 ${p.max}。请改正范围。`,
  "sweep.rangeInteger": (p) =>
    `"integer" 为 true 时，min 和 max 应为整数，收到的是 ${p.min} 和 ${p.max}。请取整，或去掉 "integer"。`,
  "sweep.rangeInGrid": (p) =>
    `网格的每个轴都需要列出值，${p.name} 给的是范围。请列出值，或用 "search": { "kind": "random", "arms": 20 }。`,
  "sweep.onlyTpe": (p) =>
    `${p.key} 只能与 "kind": "tpe" 一起使用，收到的是 "kind": "${p.kind}"。请删去它，或改用 "kind": "tpe"。`,
  "sweep.tooManyArms": (p) => `最多 ${p.most} 组，收到的是 ${p.received} 组。请减少值，或用 "kind": "random"。`,
  "sweep.tooManyRuns": (p) =>
    `运行总数最多 ${p.most} 次，收到的是 ${p.arms} 组 × ${p.seeds} 个种子 = ${p.arms * p.seeds} 次。请减少取值或种子，种子通常 3 到 10 个即可。`,
  "sweep.jobs": (p) =>
    `内存不足以同时进行 ${p.received} 次运行：每个进程最多需要 ${gigabytes(p.each)} GB，共有 ${gigabytes(p.available)} GB。--jobs 最多可用 ${p.most}。`,
  "cli.jobs": (p) =>
    `同时进行的运行数应为不小于 1 的整数，收到的是 ${p.received}。不写此选项则使用全部 ${p.cores} 个核。`,
  "sweep.invalid": (p) => `实验无法运行，有上面列出的 ${p.count} 个问题。没有运行，也没有写入任何内容。`,
  "sweep.classifier": (p) =>
    `base 需要含有网络（model），收到的是无梯度分类器${p.method === "" ? "" : `（${p.method}）`}。实验改变的是网络的训练方式。要比较这类分类器，或把它们与网络比较，请用 tidelab benchmark <测试集.json>（docs/benchmark.md）。`,
  "sweep.otherRuns": (p) =>
    `需要新文件夹，或只含本实验各次运行的文件夹；收到的文件夹中有 ${p.count} 次运行的配置不同（${p.first}）。请用 --out 换一个文件夹，或换个名称，或把那些运行移走。`,
  "sweep.otherData": (p) =>
    `此处应为用现有数据得到的运行，收到的运行用的是别的数据：${p.files === "" ? "数据文件或其中的类别" : p.files}此后已改变（按 SHA-256 比较）。请恢复数据，用 --out 换一个文件夹，或把这些运行移走。`,
  "sweep.folderGone": () =>
    "对照实验运行期间，它的文件夹被删除或移走了，因此不再开始新的运行。请把它放回原处再运行一次：已有的运行不会重复。",
  "sweep.file": () => "这不是实验保存在其文件夹中的文件。请删除它，再次运行该实验：已有的运行不会重做。",
  "sweep.newer": (p) =>
    `实验的版本应不新于 ${p.most}，收到的是 ${p.received}。它由更新版本的 Tidelab 写成：请用 npm install tidelab@latest 升级。`,
  "sweep.baseFile": (p) => `base 应为一个配置，收到的是文件名 ${p.file}。请读取该文件，把其中的配置写在这里。`,
  "sweep.rounds": () =>
    '这里的搜索须在第一次运行之前就确定各组，收到的是 "kind": "tpe"。请用 "grid" 或 "random"；按结果搜索请用 tidelab sweep。',
  "sweep.none": () => "此文件夹中没有 sweep.json，不是实验的文件夹。请检查路径：未用 --out 时，实验保存在 sweeps/ 中。",
};
