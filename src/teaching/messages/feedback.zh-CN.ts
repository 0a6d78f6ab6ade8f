/** What a student gets back, in Simplified Chinese. */
import type { FeedbackTexts } from "./feedback.en.ts";

export const feedbackTexts: FeedbackTexts = {
  genre: "反馈",
  maker: (p) => `由 Tidelab ${p.version} 生成。`,
  points: "分数",
  accuracy: "测试准确率",
  compared: "已比较的轮次",
  equal: "逐位相同的运行",
  answered: "回答",
  comment: "评语",
  found: "检查结果",
  same: (p) =>
    p.runs === 1
      ? `已重新训练该运行：全部 ${p.epochs} 轮逐位相同。`
      : `已重新训练 ${p.runs} 次运行：全部 ${p.epochs} 轮逐位相同。`,
  partly: (p) => `${p.run}：已重新训练 ${p.of} 轮中的 ${p.epochs} 轮，逐位相同。`,
  open: (p) => `还有 ${p.runs} 次运行没有重新训练。`,
  differs: (p) => `${p.run}：从第 ${p.epoch} 轮起不同。`,
  differsAtEnd: (p) => `${p.run}：各轮相同，其后的记录不同。`,
  files: (p) => `${p.run}：文件与记录不符。`,
  edited: "权重相同：运行之后记录被改动。",
  otherNumerics: (p) => `${p.run}：无法比较，检查所用机器的末位舍入不同。`,
  unreadable: (p) => `${p.run}：无法读取。`,
  broken: (p) => `${p.run}：${p.key} 与设定不同：应为 ${p.expected}，收到的是 ${p.received}。`,
  weights: {
    same: (p) => `${p.run}：权重与教师自己的运行相同。`,
    other: (p) => `${p.run}：权重与教师自己的运行不同。`,
    otherNumerics: (p) => `${p.run}：权重与教师自己的运行不同，训练所用机器的末位舍入也不同。`,
  },
  stranger: (p) => `${p.run}：不属于本作业。`,
  missingRuns: (p) => `缺少 ${p.count} 次运行。`,
  missingAnswers: (p) => `没有回答：${p.questions}。`,
  missingReport: "缺少报告。",
  reports: {
    same: "报告与其记录一致。",
    edited: "报告的内容与生成时不同。",
    otherRuns: "报告所依据的记录不是提交的记录。",
    none: "报告中没有记录。",
  },
  table: (p) => `表 ${p.number}`,
  tableTitle: (p) => `${p.run} 中不同的条目`,
  entry: "条目",
  recorded: "记录",
  foundHere: "得到",
  answers: "你的回答",
  question: (p) => `${p.number}. ${p.text}`,
  noAnswer: "没有回答。",
  before: "写于第一次运行之前。",
};
