import type { DrawTexts } from "../en/draw.ts";

export const draw: DrawTexts = {
  title: "画一条序列，问问模型",
  weightsOf: (epoch) => (epoch === 0 ? "未训练的权重" : `第 ${epoch} 轮的权重`),
  waiting: "正在生成序列……",
  noSeries: "没有可看的序列：",
  surface: "画板",
  cursor: (step, steps, value) => `第 ${step} / ${steps} 步，值 ${value}`,
  keys: "方向键移动光标，回车放下锚点并从上一个锚点画线。S 画正弦波，Q 画方波。",
  sine: "正弦波",
  square: "方波",
  noise: "加噪声",
  smooth: "平滑",
  undo: "撤销",
  csv: "保存为 CSV，供 tidelab predict 使用",
  channel: "通道",
  channelNumber: (channel) => `通道 ${channel}`,
  attention: "注意力",
  firstWeights: "开始时的权重",
  random: "权重是随机的：判断纯属偶然。",
  unlike: "与训练数据都不相似。",
  cards: (count) => (count === 4 ? "四条验证序列" : `验证序列（${count} 条）`),
  others: "换一组",
  card: (number, name, said, share) =>
    name === said
      ? `第 ${number} 条验证序列，${name}：正确，${share}。放到画板上。`
      : `第 ${number} 条验证序列，${name}：被判为 ${said}，${share}。放到画板上。`,
};
