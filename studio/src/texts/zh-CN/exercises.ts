import type { ExercisesTexts } from "../en/exercises.ts";

export const exercises: ExercisesTexts = {
  title: "课程的实验任务",
  names: {
    structure: "循环单元、层数与方向",
    sequence: "序列的输入方式",
    training: "学习率、梯度裁剪与权重衰减",
    summary: "同等规模的循环网络与 CNN",
  },
  teach: "教师：布置与检查",
};
