/** Simplified Chinese errors of benchmarks. */
import type { benchmarkErrors as english } from "./benchmark.en.ts";
import type { ErrorMessages } from "./errors.ts";

export const benchmarkErrors: Pick<ErrorMessages, keyof typeof english> = {
  "benchmark.model": () =>
    '此处应为模型：{ "classical": "mini-rocket" }、{ "preset": "fcn" } 或 { "spec": "spec.json" }，收到的没有其中任何一个键。请写其中一个。',
  "benchmark.preset": (p) => `应为 ${p.known} 之一，收到的是 ${p.received}。请选择其中一个，或改用配置。`,
  "benchmark.paired": (p) =>
    `应有 ${p.wanted} 项，${p.each} 的每一项对应一项，收到的是 ${p.received} 项。请补齐，或去掉这个列表。`,
  "benchmark.cells": (p) =>
    `应有 ${p.expected} 个单元格，与表头相同，收到的是 ${p.received} 个。数字用小数点，含逗号的文字请加引号。`,
  "benchmark.repeated": (p) => `每列只应出现一次，${p.column} 出现了两次。请去掉其中一列。`,
  "benchmark.runs": (p) => `runs 列应为从 1 起的整数，收到的是 ${p.received}。请更正，或留空。`,
  "benchmark.delimiter": () => "单元格之间应为逗号，收到的是分号或制表符。请用逗号保存此表，数字用小数点。",
  "benchmark.seedOfModel": () => "此处不应有种子：每个模型都使用整个基准测试的种子。请去掉它，并在 models 旁写 seeds。",
  "benchmark.columns": (p) =>
    `需要含 dataset、model、mean、sd、runs、source、protocol 各列的 CSV，收到的缺少 ${p.missing}。请补上；sd 和 runs 的单元格可以为空。`,
  "benchmark.number": (p) =>
    `${p.column} 列应为 0 到 ${p.most} 的数，收到的是${p.received === "" ? "空单元格" : ` ${p.received}`}。请更正；准确率以百分数表示。`,
  "benchmark.share": (p) =>
    `mean 列应为以百分数表示的准确率，收到的是 ${p.received}，看起来是 0 到 1 之间的小数。请写 ${p.percent}；sd 也以百分数表示。`,
  "benchmark.record": () =>
    "此处应为基准测试写下的分类器记录，收到的是其他内容。请恢复文件；或将其删除，再次运行同一命令会重新训练。",
  "benchmark.otherRecord": () =>
    "此处应为这些数据、设置和种子的记录，收到的却是别的：基准测试的文件被改动过。请用 --out 换一个文件夹，或删除这个文件夹。",
  "benchmark.otherData": (p) =>
    `此处应为用现有数据得到的分类器记录，收到的记录用的是别的数据：${p.files === "" ? "数据文件或其中的类别" : p.files}此后已改变（按 SHA-256 比较）。请恢复数据，用 --out 换一个文件夹，或删除这个文件夹。`,
  "benchmark.suite": () =>
    "需要 JSON 格式的基准测试文件，含 datasets 和 models，收到的是其他内容。见 docs/benchmark.md。",
};
