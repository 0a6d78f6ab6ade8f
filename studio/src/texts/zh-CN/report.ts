import type { ReportTexts } from "../en/report.ts";

export const report: ReportTexts = {
  sheet: (label) => `${label} 的报告`,
  contents: "目录",
  making: "正在生成报告……",
  none: "还没有运行。先训练一次实验，报告由其记录写成。",
  toStart: "回到开始页",
  notEnded: "该运行尚未结束，还没有可写的报告。",
  toTrain: "在“训练”中查看",
  notKept: "本机未保存该运行的权重，因此无法生成报告。",
  refused: "无法生成报告：",
  html: "HTML",
  markdown: "Markdown",
  print: "打印、PDF",
  run: "混淆矩阵与序列",
  exports: "导出",
  anyone: "任何人都可以核对：运行",
  exercises: "带有问题的实验任务：",
  observed: "我的观察",
  evidence: "依据",
  pinned: (text) => `固定的观察：${text}`,
  answered: (question, answer) => `${question}“${answer}”`,
  yours:
    "除最后部分外，内容都按规则由数字写成。最后一节供你写自己的话：内容保存在本机，随各种导出一同输出，并标明是你写的；你固定的观察和答案所指的位置作为依据列在其上方。此时 tidelab verify 会说明记录无误、报告中有后加的内容。",
  words: (count) => `你已填写 ${count} 处`,
  saved: "已保存在本机",
  notSaved: "此浏览器不保存数据，离开前请导出。",
};
