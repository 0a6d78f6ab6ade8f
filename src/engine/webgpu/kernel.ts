/**
 * What a compute shader is: named arrays, named sizes, and WGSL over them. Plain data made by the generators in `wgsl/`; it is compiled by
 * `gpu.ts` and called by what `lower/` emits.
 */

/** `in`: read only; `out`: read and written. Elements are float32 unless another type is said. */
export type ArrayUse = "in" | "out" | "in u32" | "out u32" | "in i32" | "in vec4f" | "in vec4u" | "out vec4u";

export type SizeType = "u32" | "i32" | "f32";

export interface KernelOptions {
  /** For error messages and for reading a program. */
  readonly name: string;
  /** Arrays by their names in the shader, in the order of their bindings. */
  readonly arrays: Readonly<Record<string, ArrayUse>>;
  /** Numbers by their names in the shader, where they are `sizes.<name>`. */
  readonly sizes: Readonly<Record<string, SizeType>>;
  /** Invocations of a workgroup: `lane` is 0 … threads − 1. */
  readonly threads: number;
  /** What the device allows, where that is more than all do. */
  readonly mostThreads?: number;
  readonly mostArrays?: number;
  /** Workgroup memory and functions. */
  readonly declarations?: string;
  /** Statements of an invocation; `group` and `groups` are the workgroup's place and their number. */
  readonly body: string;
}

/** WebGPU's baseline limits, which every device has: kernels keep within them, but for those that are made for what a device offers. */
export const LIMITS = { threads: 256, sharedBytes: 16_384, storageArrays: 8, groups: 65_535, bindingBytes: 2 ** 27 };

/** Numbers that a kernel may be given beside the hidden zero. */
export const MOST_SIZES = 127;

export interface Kernel extends KernelOptions {
  /** The shader but for its arithmetic, which the device decides. @param arithmetic  functions as `arithmeticSource` writes them */
  source(arithmetic: string): string;
}

export function defineKernel(options: KernelOptions): Kernel {
  const { name, arrays, sizes, threads, declarations = "", body } = options;
  const names = Object.entries(arrays);
  if (threads > (options.mostThreads ?? LIMITS.threads))
    throw new Error(`kernel ${name}: ${threads} threads are too many`);
  if (names.length > (options.mostArrays ?? LIMITS.storageArrays))
    throw new Error(`kernel ${name}: ${names.length} arrays are too many`);
  const fields = Object.entries(sizes).map(([field, type]) => `  ${field}: ${type},\n`);
  const bindings = names.map(([array, use], index) => {
    const [access, type = "f32"] = use.split(" ");
    const mode = access === "in" ? "read" : "read_write";
    return `@group(0) @binding(${index + 1}) var<storage, ${mode}> ${array}: array<${type}>;\n`;
  });
  return {
    ...options,
    source: (arithmetic) => `struct Sizes {
  zero: u32, // 0, which the compiler cannot know
${fields.join("")}}
@group(0) @binding(0) var<uniform> sizes: Sizes;
${bindings.join("")}
${arithmetic}
${declarations}
@compute @workgroup_size(${threads})
fn main(
  @builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32,
) {
${body}
}
`,
  };
}

/** A kernel that is called for each of `sizes.count` values; in its body, `index` is the value's. */
export function defineFlat(options: Omit<KernelOptions, "threads">): Kernel {
  const { sizes, body } = options;
  return defineKernel({
    ...options,
    sizes: { count: "u32", ...sizes },
    threads: FLAT_THREADS,
    body: `  let index = (group.y * groups.x + group.x) * ${FLAT_THREADS}u + lane;
  if (index >= sizes.count) { return; }
${body}`,
  });
}

const FLAT_THREADS = 64;

export type Groups = readonly [number, number, number];

/** Workgroups of a flat kernel over `count` values. */
export function flatGroups(count: number): Groups {
  const groups = Math.ceil(count / FLAT_THREADS);
  const x = Math.min(groups, LIMITS.groups);
  return [x, Math.ceil(groups / x), 1];
}
