/** Simplified Chinese texts of verifying submissions. Part of `zh-CN.ts`. */
import type { teachingTexts as english } from "./teaching.en.ts";

export const teachingTexts: typeof english = {
  submission: {
    head: (p) => `${p.file}：${p.name}，${p.number}`,
    unreadable: (p) => `未通过验证：${p.error}`,
    same: (p) =>
      p.epochs === p.of
        ? `${p.run}：逐位相同，${p.epochs} 轮`
        : `${p.run}：前 ${p.epochs} 轮（共 ${p.of} 轮）逐位相同；其余未比较`,
    differs: (p) => `${p.run}：从第 ${p.epoch} 轮起不同`,
    differsAtEnd: (p) => `${p.run}：各轮相同，但其后的记录不同`,
    otherNumerics: (p) => `${p.run}：无法在此比较：本机的末位舍入不同`,
    notThere: (p) => `${p.run}：无法读取：${p.error}`,
    broken: (p) => `${p.run}：${p.key} 与设定不同：应为 ${p.expected}，收到的是 ${p.received}`,
    otherWeights: {
      other: (p) => `${p.run}：权重与教师自己的运行不同`,
      otherNumerics: (p) => `${p.run}：权重与教师自己的运行不同，训练所用机器的末位舍入也不同`,
    },
    stranger: (p) => `${p.run}：不是该作业的运行`,
    missingRuns: (p) => `缺少 ${p.count} 次运行`,
    missingAnswers: (p) => `没有回答：${p.questions}`,
    missingObservations: (p) => `缺少 ${p.count} 条固定的观察`,
    nowhere: (p) => {
      const kinds = { step: "步", epoch: "轮次", cell: "单元格", series: "序列" };
      return `对 ${p.question} 的回答指向 ${p.run} 中不存在的${kinds[p.kind]}`;
    },
    missingReport: "没有报告",
    reports: {
      edited: "报告的内容与生成时不同",
      otherRuns: "报告所依据的记录不是提交的记录",
      none: "报告中没有记录",
    },
    manifest: (p) => `与清单不符：${p.files}`,
    hintsTitle: "值得查看之处，并非结论：",
    sameWeights: (p) => `${p.files}：权重相同，种子 ${p.seed}`,
    otherSeed: (p) => `${p.file}：${p.run} 的种子为 ${p.seed}；由学号得到的是 ${p.expected}`,
    sameAnswer: (p) => `${p.files}：对 ${p.question} 的回答有 ${p.share}% 的词组相同`,
    summary: (p) => `${p.all} 份提交中 ${p.verified} 份通过验证。`,
  },
};
