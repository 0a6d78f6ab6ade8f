/**
 * Loads the kernels: picks the build the host can run, compiles it once, and instantiates it on a memory.
 * Not a scheduler: it knows nothing of models or programs.
 */
// biome-ignore-all assist/source/organizeImports: see index.ts
import type { Numerics } from "../numerics.ts";
import { type Kernels, kernelArchive } from "./kernels-binary.ts";
import { TidelabError } from "../../errors/errors.ts";
import { platform } from "../../platform.ts";
import { type KernelModules, unpackKernels } from "./kernels-archive.ts";

export type { Kernels };

/** Bytes at the start of every memory that belong to the kernels' table of constants. */
export const RESERVED_BYTES = 1024;

const PAGE = 65536;

let unpacked: Promise<KernelModules> | undefined;
const modules = new Map<Numerics, Promise<WebAssembly.Module>>();

/** The bytes of both builds. */
export function kernelBinaries(): Promise<KernelModules> {
  unpacked ??= unpackKernels(kernelArchive);
  return unpacked;
}

/** Compiles a build once for the process (or page). */
export function kernelModule(numerics: Numerics): Promise<WebAssembly.Module> {
  let module = modules.get(numerics);
  if (module === undefined) {
    module = kernelBinaries().then((binaries) => WebAssembly.compile(binaries[numerics]));
    modules.set(numerics, module);
  }
  return module;
}

/**
 * The build to run: the one asked for, or `fused` where the host has relaxed SIMD and fuses the multiply-add.
 * Node 20 has relaxed SIMD behind a V8 flag; `tidelab/node` and the command set it at start-up.
 * @throws TidelabError `numerics.unavailable` when `fused` is asked for and the host cannot run it
 * @example
 * ```ts
 * import { resolveNumerics } from "tidelab";
 *
 * console.log(await resolveNumerics("portable")); // portable
 * ```
 */
export async function resolveNumerics(wanted: Numerics | "auto" = "auto"): Promise<Numerics> {
  if (wanted === "portable") return "portable";
  if ((await probeRelaxedMultiplyAdd()) === "fused") return "fused";
  if (wanted === "fused") throw new TidelabError("numerics.unavailable", {});
  return "portable";
}

/**
 * How this host rounds relaxed SIMD's multiply-add: once (`fused`) or twice (`unfused`), which the standard leaves open;
 * `absent` where it has no relaxed SIMD. (1 + 2⁻¹²)² − (1 + 2⁻¹¹) is 2⁻²⁴ with one rounding and 0 with two.
 */
export async function probeRelaxedMultiplyAdd(): Promise<"fused" | "unfused" | "absent"> {
  if (!WebAssembly.validate((await kernelBinaries()).fused)) return "absent";
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { gemm } = instantiate(await kernelModule("fused"), memory);
  const floats = new Float32Array(memory.buffer);
  const [a, b, c] = [256, 512, 1024];
  floats[a] = 1 + 2 ** -12;
  floats[b] = 1 + 2 ** -12;
  floats[c] = -(1 + 2 ** -11);
  gemm(a * 4, 1, b * 4, 1, c * 4, 0, c * 4, 1, 1, 1);
  return floats[c] === 2 ** -24 ? "fused" : "unfused";
}

/** An instance on `memory`; its table of constants is written, nothing else is touched. */
export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  const kernels = instance.exports as unknown as Kernels;
  kernels.write_constants(platform.wideTiles ? 1 : 0);
  return kernels;
}

/** A memory of at least `bytes` bytes. */
export function createMemory(bytes: number): WebAssembly.Memory {
  const pages = Math.ceil(bytes / PAGE);
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: Math.max(pages, 65536) });
  } catch (cause) {
    throw new TidelabError("memory.exhausted", { megabytes: Math.ceil(bytes / 2 ** 20) }, undefined, { cause });
  }
}

/** Grows a memory to at least `bytes` bytes; views on its old buffer become invalid. */
export function growMemory(memory: WebAssembly.Memory, bytes: number): void {
  const missing = Math.ceil((bytes - memory.buffer.byteLength) / PAGE);
  if (missing <= 0) return;
  try {
    memory.grow(missing);
  } catch (cause) {
    throw new TidelabError("memory.exhausted", { megabytes: Math.ceil(bytes / 2 ** 20) }, undefined, { cause });
  }
}
