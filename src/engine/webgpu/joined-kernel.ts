/**
 * One kernel that does the jobs of several: each job has a range of the workgroups. A job's statements stay as they are, so no bit changes;
 * its names get a number. `join.ts` says which jobs.
 */

import { defineKernel, type Groups, type Kernel, type KernelOptions, LIMITS, type SizeType } from "./kernel.ts";
import { DOUBLE } from "./wgsl/double.ts";

/** A kernel with the arrays of the joined kernel that it works on, in its own order, and its grid. */
export interface Job {
  readonly kernel: Kernel;
  /** Places in the joined kernel's arrays. */
  readonly arrays: readonly number[];
  readonly groups: Groups;
}

export interface JoinedKernel {
  readonly kernel: Kernel;
  /** Values of the sizes that say which workgroups are whose. */
  readonly grid: Readonly<Record<string, number>>;
  readonly groups: Groups;
}

const ROW = LIMITS.groups;
const SHARED = /var<workgroup>\s+(\w+)\s*:\s*([^;]+);/g;
const DECLARED = /\b(?:fn|const)\s+(\w+)/g;

/** @param uses  how the joined kernel's arrays are used */
export function joinKernels(jobs: readonly Job[], uses: readonly KernelOptions["arrays"][string][]): JoinedKernel {
  const [first] = jobs;
  if (first === undefined) throw new Error("nothing to join");
  const pool = new SharedMemory();
  const sizes: Record<string, SizeType> = {};
  const grid: Record<string, number> = {};
  const functions: string[] = [];
  const calls: string[] = [];
  let end = 0;
  let isDouble = false;
  for (const [job, { kernel, arrays, groups }] of jobs.entries()) {
    const own = `_${job}`;
    for (const [name, type] of Object.entries(kernel.sizes)) sizes[`${name}${own}`] = type;
    const begin = end;
    end += groups[0] * groups[1] * groups[2];
    // Of the first job, the beginning is 0.
    Object.assign(grid, { [`begin${own}`]: begin, [`across${own}`]: groups[0], [`down${own}`]: groups[1] });
    const names = new Map(Object.keys(kernel.arrays).map((name, place) => [name, `array_${arrays[place]}`]));
    // float64 arithmetic is long, names nothing of a kernel's, and is there once for all.
    const given = kernel.declarations ?? "";
    isDouble ||= given.includes(DOUBLE);
    const declarations = given.replace(DOUBLE, "").replace(SHARED, (_, name: string, type: string) => {
      names.set(name, pool.take(job, type.trim()));
      return "";
    });
    for (const [, name = ""] of declarations.matchAll(DECLARED)) names.set(name, `${name}${own}`);
    const renamed = (code: string) => rename(code, names, own);
    functions.push(`${renamed(declarations)}
fn job${own}(group: vec3u, groups: vec3u, lane: u32) {
${renamed(kernel.body)}
}`);
    calls.push(`  if (place >= sizes.begin${own}) {
    let at = place - sizes.begin${own};
    let across = sizes.across${own};
    let down = sizes.down${own};
    job${own}(vec3u(at % across, (at / across) % down, at / (across * down)), vec3u(across, down, 1u), lane);
    return;
  }`);
  }
  const kernel = defineKernel({
    name: jobs.map(({ kernel }) => kernel.name).join(" + "),
    arrays: Object.fromEntries(uses.map((use, place) => [`array_${place}`, use])),
    sizes: { end: "u32", ...Object.fromEntries(Object.keys(grid).map((name) => [name, "u32"])), ...sizes },
    threads: first.kernel.threads,
    mostArrays: uses.length,
    declarations: `${pool.declarations()}
${isDouble ? DOUBLE : ""}
${functions.join("\n")}`,
    body: `  let place = group.y * ${ROW}u + group.x;
  if (place >= sizes.end) { return; }
${calls.reverse().join("\n")}`,
  });
  const x = Math.min(end, ROW);
  return { kernel, grid: { ...grid, end }, groups: [x, Math.ceil(end / ROW), 1] };
}

/** Bytes of workgroup memory of kernels that are joined. */
export function sharedBytes(kernels: readonly Kernel[]): number {
  const pool = new SharedMemory();
  for (const [job, { declarations = "" }] of kernels.entries()) {
    for (const [, , type = ""] of declarations.matchAll(SHARED)) pool.take(job, type.trim());
  }
  return pool.bytes();
}

/** The zero that all share keeps its name, as does what follows a dot. */
function rename(code: string, names: ReadonlyMap<string, string>, own: string): string {
  return code
    .replace(/\bsizes\.(?!zero\b)(\w+)/g, `sizes.$1${own}`)
    .replace(/(?<![\w.])[A-Za-z]\w*/g, (name) => names.get(name) ?? name);
}

/** Workgroup memory that jobs have in turn, since a workgroup does one of them: variables of a type are the same for all. */
class SharedMemory {
  readonly #names = new Map<string, string[]>();
  readonly #taken = new Map<string, number>();

  take(job: number, type: string): string {
    const names = this.#names.get(type) ?? [];
    this.#names.set(type, names);
    const place = this.#taken.get(`${job} ${type}`) ?? 0;
    this.#taken.set(`${job} ${type}`, place + 1);
    names[place] ??= `shared_${this.#names.size - 1}_${place}`;
    return names[place];
  }

  declarations(): string {
    return [...this.#names]
      .flatMap(([type, names]) => names.map((name) => `var<workgroup> ${name}: ${type};`))
      .join("\n");
  }

  bytes(): number {
    return [...this.#names].reduce((sum, [type, names]) => sum + names.length * bytesOf(type), 0);
  }
}

const SCALARS: Readonly<Record<string, number>> = { f32: 4, u32: 4, vec2u: 8, vec4f: 16, vec4u: 16 };

function bytesOf(type: string): number {
  const [, element = type, count = "1"] = /^array<(\w+),\s*(\d+)>$/.exec(type) ?? [];
  const bytes = SCALARS[element];
  if (bytes === undefined) throw new Error(`workgroup memory of type ${type} has no known size`);
  return bytes * Number(count);
}
