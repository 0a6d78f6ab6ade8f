import type { PaletteTexts } from "../en/palette.ts";

export const palette: PaletteTexts = {
  title: "查找",
  find: "查找运行、设置、页面",
  found: "找到的项目",
  nothing: "没有匹配项。请试试名称的一部分。",
  more: (count) => `另有 ${count} 项：请继续输入。`,
  keys: "方向键选择，回车打开，Esc 关闭。",
  groups: { screen: "页面", run: "运行", setting: "设置", action: "操作" },
  screens: {
    collect: "手工采集",
    compare: "对比",
    verify: "验证",
    teach: "教学",
    queue: "队列中的扫描",
  },
  states: { running: "未结束", finished: "已完成", stopped: "已停止", diverged: "已发散" },
  ofRun: { predict: "预测新文件", explain: "解释", report: "报告" },
  languageIs: (name) => `语言：${name}`,
  trainLab: "训练课程实验",
  trainFive: "训练五种波形",
  pause: "暂停训练",
  goOn: "继续训练",
  openFile: "打开我的文件",
};
