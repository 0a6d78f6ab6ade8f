/** Simplified Chinese errors of assignments and submissions. Part of `zh-CN.ts`. */
import type { teachingErrors as english } from "./teaching.en.ts";

export const teachingErrors: typeof english = {
  // Assignments
  "assignment.newer": (p) =>
    `需要版本 ${p.most} 或更早的作业，收到的是版本 ${p.received}，由更新的 Tidelab 生成。请更新：npm install tidelab@latest。`,
  "assignment.twice": (p) => `每个问题应有自己的 id，收到的与 ${p.first} 相同。回答按 id 保存：请换一个。`,
  "assignment.exerciseFree": () => "实验任务自己改变设置，不应有可改的键。请删去它们，或从一份配置开始。",
  "assignment.exercisePins": () =>
    "训练页的观察针对单次运行，实验任务应为 0 条固定的观察，收到的却有要求。请改为提一个问题。",
  "assignment.noKey": (p) =>
    `应为作业配置中的键，收到的是 ${JSON.stringify(p.received)}。写法如 training.lr 或 model.layers[0].hiddenSize。`,
  "assignment.varies": () =>
    "种子或设置并非所有人相同，不应给出某次运行的权重，收到的却有。请让所有人用同一个种子且不开放任何键，或删去权重。",
  "assignment.range": (p) => `min 应小于 max，收到的是 ${p.min} 和 ${p.max}。请交换两者。`,

  // Submissions
  "verify.mixed": () => "应为提交包或运行之一，收到的是两者。请先后分别验证提交包（.tidelab）和此项。",
  "bundle.kind": () =>
    "应为提交包，即含有 manifest.json 的 .tidelab 文件，收到的是别的内容。请索取“生成提交包”得到的文件。",
  "bundle.newer": (p) =>
    `需要版本 ${p.most} 或更早的提交包，收到的是版本 ${p.received}，由更新的 Tidelab 生成。请更新：npm install tidelab@latest。`,
  "bundle.missing": () => "每个提交包都应有此文件，但没有找到：该文件被拆开后又由人手工重新打包。请重新索取提交包。",
  "bundle.damaged": () => "此处应为提交包的内容，收到的是别的内容。请重新索取提交包。",
  "bundle.student": () => "应有姓名和学号，各 1 到 80 个字符。生成提交包之前请填写两者。",
  "bundle.large": (p) =>
    `最多 ${(p.most / 1e6).toFixed(0)} MB，收到的有 ${(p.bytes / 1e6).toFixed(1)} MB。请少选几次要提交的运行。`,
  "bundle.size": (p) =>
    `提交包最大 ${(p.most / 1e6).toFixed(0)} MB，收到的文件有 ${(p.bytes / 1e6).toFixed(0)} MB，没有读取。请索取“生成提交包”得到的文件。`,
};
