/** Simplified Chinese texts of runs without a result. Used by `failure-text.ts`; the English ones are stored with the failure. */
import type { FailureTexts } from "../../sweep/result.ts";

export const failureTexts: FailureTexts = {
  diverged: (p) => `训练在第 ${p.epoch} 轮第 ${p.step} 步发散`,
  pruned: (p) => `在第 ${p.epoch} 轮后被剪枝`,
  stopped: (p) => `在第 ${p.epoch} 轮后停止`,
  exited: (p) =>
    (p.signal === null ? `运行的进程退出，代码为 ${p.code}` : `运行的进程被 ${p.signal} 终止`) +
    (p.signal === "SIGKILL" ? "（内存是否足够？）" : "") +
    (p.said === "" ? "" : `：${p.said}`),
};
