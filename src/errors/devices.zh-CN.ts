/** Simplified Chinese errors of devices other than WebAssembly. */
import type { deviceErrors as english, UnavailableReason, UnsupportedReason } from "./devices.en.ts";

const unavailable: Record<UnavailableReason, string> = {
  package: "未安装 webgpu 包，Node 要通过它使用 GPU。请运行 npm install webgpu 安装。",
  browser: "此浏览器不支持 WebGPU。请换用支持的浏览器，并通过 https 或 localhost 打开页面。",
  adapter: "没有找到 GPU：可能没有 GPU，也可能缺少 Vulkan、Metal 或 Direct3D 12 驱动。请安装驱动。",
  software: "这里没有 GPU，只有软件模拟，速度很慢。如用于测试，请设置 TIDELAB_GPU_SOFTWARE=1 并明确指定使用 GPU。",
};

const unsupported: Record<UnsupportedReason, (layer: string) => string> = {
  layer: (layer) => `GPU 尚不支持 ${layer} 层。`,
  wide: (layer) => `${layer} 层的 hiddenSize 过大，GPU 的工作组内存放不下。`,
};

export const deviceErrors: typeof english = {
  "device.unavailable": (p) => `${unavailable[p.reason]}也可以使用 CPU，结果完全相同。`,
  "device.numerics": (p) =>
    `GPU（${p.adapter}）在${p.operation}上的舍入与引擎不同，算出的数值会有差异。请使用 CPU，并反馈此 GPU 的型号。`,
  "device.unsupported": (p) => `${unsupported[p.reason](p.layer)}请使用 CPU，结果完全相同。`,
  "device.memory": (p) =>
    `GPU 上的一个数组最多 ${p.most} MB，这里需要 ${p.megabytes} MB（${p.label}）。请缩短序列、减小模型，或使用 CPU。`,
  "device.batch": (p) =>
    `每批最多 ${p.most} 条序列，这里是 ${p.wanted} 条：BatchNorm 需要一次算完整批，而此 GPU 的数组放不下更多。请把 batchSize 设为不超过 ${p.most}，或使用 CPU，结果完全相同。`,
  "device.lost": (p) => `GPU 已断开（${p.cause}）：可能是驱动重启，或 GPU 被移除。请改用 CPU 继续，结果完全相同。`,
  "device.failed": (p) => `GPU 拒绝执行一条命令：${p.cause}。请使用 CPU，并反馈这条信息。`,
};
