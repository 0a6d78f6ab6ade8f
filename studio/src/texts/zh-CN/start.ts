import type { StartTexts } from "../en/start.ts";

export const start: StartTexts = {
  title: "教一个网络分辨两种波形。",
  lead: (series, epochs) =>
    `${series} 条带噪声的序列，一个带注意力的双向 LSTM，${epochs} 轮：课程的实验，就在你的浏览器中训练。任何人都可以逐位核对每次运行。`,
  series: (count) => `${count} 条带噪声的序列`,
  network: (parameters) => `一个有 ${parameters} 个参数的网络`,
  networkSoon: "一个网络",
  learn: "看它学习",
  making: (count) => `正在生成 ${count} 条序列……`,
  seriesOf: (name) => `${name} 类的两条带噪声的训练序列`,
  networkText: (layers, cell, classes) => `${layers} 层双向 ${cell}，时间上的注意力，然后判断 ${classes}`,
  unitsPerDirection: (units) => `每个方向 ${units} 个单元`,
  attention: "时间上的注意力",
  which: (names) => `${names.join(" 还是 ")}？`,
  train: "开始训练",
  trainHint: "一切就绪：第一批之后就有第一个损失",
  preparing: "正在准备……",
  guessing: (loss) => `随机猜测：${loss}`,
  epoch: "轮次",
  emptyChart: "各轮次的损失：尚无数据",
  aside: "本机的运行",
  interrupted: (label, epoch) => `${label} 在第 ${epoch} 轮中断`,
  interruptedBody: (epoch) =>
    epoch === 0
      ? "第一批之前的状态已保存。继续训练得到的权重与从未中断的运行完全相同。"
      : `第 ${epoch} 轮的检查点已保存。继续训练得到的权重与从未中断的运行完全相同。`,
  goOn: "继续",
  discard: "放弃",
  discarded: (label) => `${label} 已放入回收站，保留 30 天。`,
  undo: "撤销",
  recent: "本机的运行",
  recentEmpty: "还没有运行。先训练一次实验：每次运行都会出现在这里，带有曲线和测试结果。",
  valLoss: "验证损失",
  test: "测试",
  runLine: (model, epochs) => `${model} · ${epochs} 轮`,
  noTest: "–",
  nothingSent: "不发送任何数据：一切都在你的设备上。",
  megabytes: (size) => `本机已用 ${size} MB。不发送任何数据。`,
  safari: "Safari 会在七天未访问后删除网站保存的数据：请导出需要的内容。",
  refused: "无法准备实验",
};
