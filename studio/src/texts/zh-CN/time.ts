import type { TimeTexts } from "../en/time.ts";

export const time: TimeTexts = {
  playhead: "播放头",
  live: (step) => `第 ${step} 步，实时`,
  at: (step, epoch) => `第 ${step} 步，第 ${epoch} 轮`,
  viewing: (epoch) => (epoch === 0 ? "正在看未训练的模型。" : `正在看第 ${epoch} 轮。`),
  viewingFirst: "正在看开始时的权重。",
  goesOn: "训练仍在进行。",
  numbers: (trainLoss, valLoss, accuracy) => `训练损失 ${trainLoss}，验证损失 ${valLoss}，验证准确率 ${accuracy}。`,
  backToLive: "回到实时",
  backToLast: "回到最后",
  play: "播放历史",
  stopPlaying: "停止播放",
  earlier: "前一个检查点",
  later: "后一个检查点",
  toStart: "第一个检查点",
  toLive: "回到实时",
  observations: "观察",
  none: "暂无：训练中值得一看的事会记在这里。",
  pin: "钉住",
  unpin: "取消钉住",
  show: (number) => `在时间线上显示第 ${number} 条观察`,
  notBetter: (last, loss, classes) =>
    last === 1
      ? `第 1 轮：与随机猜测无异。训练损失为 ${loss}；在 ${classes} 类中随机猜测的损失是 ln ${classes}。`
      : `第 1–${last} 轮：与随机猜测无异。训练损失仍为 ${loss}；在 ${classes} 类中随机猜测的损失是 ln ${classes}。`,
  normPeak: (step, norm, times) => `第 ${step} 步：梯度范数达到峰值 ${norm}，是此前平均值的 ${times} 倍。`,
  breakthrough: (epoch, before, after, accuracyBefore, accuracyAfter) =>
    `第 ${epoch} 轮：验证损失 ${before} → ${after}，准确率 ${accuracyBefore} → ${accuracyAfter}。`,
  overfits: (epoch, best, last, trainBefore, trainAfter) =>
    `第 ${epoch} 轮之后，验证损失上升（${best} → ${last}），训练损失却下降（${trainBefore} → ${trainAfter}）：在死记硬背。`,
  spike: (epoch, before, after) => `第 ${epoch} 轮：训练损失突增，${before} → ${after}。`,
  allRight: (epoch, count) => `第 ${epoch} 轮：${count} 条验证序列首次全部正确。`,
};
