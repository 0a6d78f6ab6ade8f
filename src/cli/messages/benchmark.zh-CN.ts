/** Simplified Chinese texts of `benchmark`. Part of `zh-CN.ts`. */
import type { benchmarkCommand as command, benchmarkTexts as texts } from "./benchmark.en.ts";

export const benchmarkCommand: typeof command = {
  benchmark: {
    about: "在多个数据集上比较模型，并与已发表的结果对照",
    file: "JSON 文件，写明 datasets、models 和 seeds；见 docs/benchmark.md",
    published: "已发表准确率的 CSV（默认：文件中 published 所指的 CSV）",
    out: "基准测试的文件夹（默认：benchmarks/<名称>）；再次运行同一命令会从中断处继续",
    verify: "重新训练每个不用梯度的分类器，并与记录中的答案比较",
    exitCodes:
      "结束时会在其文件夹中写入结果表 benchmark.md 和 benchmark.html。有运行失败，或有记录未通过验证时，退出码为 1。",
    examples: `  tidelab benchmark examples/benchmark.json
  tidelab benchmark examples/benchmark.json --verify
  tidelab benchmark examples/benchmark.json --published examples/published.csv --out benchmarks/beside --json`,
  },
};

export const benchmarkTexts: typeof texts = {
  benchmarkFile: "JSON 格式的基准测试文件",
  publishedFile: "已发表准确率的 CSV",
  benchmarkHeadline: (p) => `基准测试 ${p.name}：${p.datasets} 个数据集，${p.models} 个模型，${p.seeds} 个种子`,
  benchmarkGoesOn: (p) => `${p.total} 个不用梯度的分类器中，${p.done} 个已有结果。`,
  benchmarkFitting: (p) =>
    `${p.done}/${p.total} ${p.dataset} 上的 ${p.model}，种子 ${p.seed}${p.eta === "" ? "" : `，${p.eta}`}`,
  benchmarkFitted: (p) => `${p.place} ${p.dataset} 上的 ${p.model}，种子 ${p.seed}：测试准确率 ${p.accuracy}`,
  benchmarkStopping: "正在停止：已完成的结果会保留。再次运行同一命令即可继续。",
  benchmarkStopped: (p) => `已停止，还剩 ${p.left} 次运行。再次运行同一命令即可继续。`,
  benchmarkSaved: (p) => `已保存到 ${p.folder}：各项记录、benchmark.md 和 benchmark.html。`,
  benchmarkVerified: (p) => `${p.count} 份记录通过验证：重新训练后答案相同。`,
  benchmarkDiffers: (p) => `未通过验证：${p.folder} 的 ${p.keys} 不同。`,
  benchmarkNothingToVerify: "没有可验证的记录（不用梯度的分类器）。请先运行基准测试。",
  benchmarkColumns: {
    dataset: "数据集",
    model: "模型",
    ours: "测试准确率（%）",
    runs: "n",
    protocol: "本次",
    published: "已发表（%）",
    difference: "差值",
    source: "来源与实验方案",
  },
  benchmarkSplit: { archive: "原始划分", resamples: "重抽样划分", other: "自定划分" },
  benchmarkEpoch: {
    none: "",
    last: "最后一轮",
    trainLoss: "训练损失最低的一轮",
    validation: "按验证集选择的一轮",
    test: "按测试集选择的一轮",
  },
  benchmarkUnlike: {
    split: "不可比：划分不同",
    epoch: "不可比：选择轮次的方法不同",
    ensemble: "不可比：可能是集成模型",
    changed: "不可比：本次的模型或训练与发表的不同",
    unknownSplit: "不可比：未说明划分",
    unknownEpoch: "不可比：未说明如何选择轮次",
  },
  benchmarkReport: {
    genre: "基准测试",
    intro:
      "测试准确率以百分数表示：各种子的均值 ± 样本标准差，n 为运行次数。只有实验方案相同时才给出与已发表结果的差值；其余的注明不可比的原因。测试结果从未用于选择轮次或设置。",
    label: "表 1",
    table: "准确率与已发表的结果",
    sources: "来源",
    failures: "没有结果",
    seeds: (p) => `种子 ${p.seeds}`,
    failure: (p) => `${p.dataset}，${p.model}，种子 ${p.seed}：${p.message}`,
    maker: (p) => `由 Tidelab ${p.version} 生成`,
  },
};
