import type { ControlTexts } from "../en/controls.ts";

export const controls: ControlTexts = {
  format: "格式",
  encoding: "编码",
  layout: "布局",
  delimiter: "分隔符",
  decimal: "小数点",
  label: "类别",
  id: "序列",
  group: "分组",
  time: "时间",
  channels: "通道",
  ignore: "不读取",
  missing: "缺失值",
  onError: "略过无法读取的序列",
  dates: "日期",
  skipRows: "略过的行数",
  resample: "重采样间隔",
  longestGap: "最大间隔",
  anyLength: "任意长度",
  withValue: (name, value) => `“${name}” ${value}`,
  alone: (name) => `“${name}”`,
};
