/** English errors of devices other than WebAssembly, which only their own entries carry. */

/** Why a model cannot be computed on a GPU yet. */
export type UnsupportedReason = "layer" | "wide";

export type UnavailableReason = "package" | "browser" | "adapter" | "software";

const unavailable: Record<UnavailableReason, string> = {
  package: "the package webgpu is not installed, through which Node reaches a GPU. Install it: npm install webgpu.",
  browser: "this browser has no WebGPU. Use one that has it, on a page from https or localhost.",
  adapter: "no GPU was found: there is none, or no Vulkan, Metal or Direct3D 12 driver for it. Install its driver.",
  software:
    "there is no GPU but a slow imitation in software. For tests, set TIDELAB_GPU_SOFTWARE=1 and ask for the GPU by name.",
};

const unsupported: Record<UnsupportedReason, (layer: string) => string> = {
  layer: (layer) => `layer "${layer}" cannot be computed on a GPU yet.`,
  wide: (layer) => `a layer "${layer}" of this hiddenSize does not fit into a GPU's workgroup memory.`,
};

export const deviceErrors = {
  "device.unavailable": (p: { reason: UnavailableReason }) =>
    `${unavailable[p.reason]} Or compute on the CPU, which gives the same numbers.`,
  "device.numerics": (p: { adapter: string; operation: string }) =>
    `the GPU (${p.adapter}) does not round ${p.operation} as the engine does, so its numbers would differ. Use the CPU, and report the name of the GPU.`,
  "device.unsupported": (p: { layer: string; reason: UnsupportedReason }) =>
    `${unsupported[p.reason](p.layer)} Use the CPU, which gives the same numbers.`,
  "device.memory": (p: { label: string; megabytes: number; most: number }) =>
    `expected at most ${p.most} MB for one array on the GPU, received ${p.megabytes} MB (${p.label}). Use shorter series, a smaller model or the CPU.`,
  "device.batch": (p: { wanted: number; most: number }) =>
    `expected batches of at most ${p.most} series, received ${p.wanted}: BatchNorm needs all of a batch at once, and more of this model does not fit into the arrays of this GPU. Use a batchSize of at most ${p.most}, or the CPU, which gives the same numbers.`,
  "device.lost": (p: { cause: string }) =>
    `the GPU was lost (${p.cause}): its driver was restarted, or it was taken away. Continue on the CPU, which gives the same numbers.`,
  "device.failed": (p: { cause: string }) =>
    `the GPU refused a command: ${p.cause}. Use the CPU, and report what it says.`,
};
