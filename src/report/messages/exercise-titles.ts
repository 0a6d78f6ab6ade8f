/**
 * Titles of the exercises' reports, by the name of the sweep, in both languages: one place to enter a new exercise. Each with
 * the paths or names of its axes, since a sweep that only has the name of an exercise is not one.
 */
interface ExerciseTitle {
  /** Joined by commas. */
  readonly axes: string;
  readonly en: string;
  readonly "zh-CN": string;
}

export const exerciseTitles: Readonly<Record<string, ExerciseTitle>> = {
  structure: { axes: "cell,layers,directions", en: "Cells, layers and directions", "zh-CN": "循环单元、层数与方向" },
  sequence: { axes: "input", en: "What the model reads of a series", "zh-CN": "序列的输入方式" },
  training: {
    axes: "training.lr,training.clipGradNorm,training.weightDecay",
    en: "Learning rate, clipping and weight decay",
    "zh-CN": "学习率、梯度裁剪与权重衰减",
  },
  summary: {
    axes: "model",
    en: "Recurrent networks and a CNN of the same size",
    "zh-CN": "同等规模的循环网络与 CNN",
  },
};
