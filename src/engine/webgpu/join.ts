/**
 * Joins dispatches that do not depend on each other into one: each costs Node tens of microseconds to encode, and small ones queue on the
 * device without overlapping (bench/RESULTS-gpu.md). What is computed, and in which order a value's terms are added, stays the same.
 */
import { type Job, joinKernels, sharedBytes } from "./joined-kernel.ts";
import { type Kernel, LIMITS, MOST_SIZES } from "./kernel.ts";
import type { Dispatch, Program, Value } from "./program.ts";

/** What a joined kernel may have. */
export interface JoinLimits {
  /** Arrays of a kernel. */
  readonly arrays: number;
  /** Bytes of workgroup memory. */
  readonly sharedBytes: number;
}

/** Dispatches that one may be moved past: values live longer for it. */
const NEAR = 8;

/** Jobs of a kernel: its source, and the time that a driver takes to compile it, grow with them. */
const MOST_JOBS = 8;

/** The same program in fewer dispatches. */
export function joinProgram(program: Program, limits: JoinLimits): Program {
  const { prepare, forward, backward } = program;
  return {
    ...program,
    prepare: joinDispatches(prepare, limits),
    forward: joinDispatches(forward, limits),
    backward: joinDispatches(backward, limits),
  };
}

export function joinDispatches(dispatches: readonly Dispatch[], limits: JoinLimits): Dispatch[] {
  const joined: Dispatch[][] = [];
  for (const dispatch of dispatches) {
    let place = joined.length;
    // As far up as nothing is in its way.
    for (let at = joined.length - 1; at >= Math.max(0, joined.length - NEAR); at--) {
      const jobs = joined[at]!; // within its bounds
      if (jobs.some((other) => depend(dispatch, other))) break;
      if (canJoin([...jobs, dispatch], limits)) place = at;
    }
    if (place === joined.length) joined.push([dispatch]);
    else joined[place]!.push(dispatch);
  }
  return joined.map((jobs) => (jobs.length === 1 ? jobs[0]! : joinJobs(jobs)));
}

type Use = Kernel["arrays"][string];

/** Arrays of a dispatch by what they are kept in, with how they are used. */
function usesOf({ kernel, arrays }: Dispatch): [Value | string, Use, Value][] {
  const uses = Object.values(kernel.arrays);
  return arrays.map((value, index) => [placeOf(value), uses[index]!, value]);
}

/** What is in the same place is in the same buffer. */
function placeOf(value: Value): Value | string {
  const { region, label } = value;
  if (region === "work" || region === "pinned") return value;
  return region === "shared" ? `shared ${label}` : region;
}

/** Whether one writes what the other reads or writes. */
function depend(one: Dispatch, other: Dispatch): boolean {
  const others = usesOf(other);
  return usesOf(one).some(([place, use]) =>
    others.some(([otherPlace, otherUse]) => {
      if (place !== otherPlace) return false;
      const [writes, otherWrites] = [isOut(use), isOut(otherUse)];
      if (writes && otherWrites) return !(place === "partials" || (one.isPart && other.isPart));
      return writes || otherWrites;
    }),
  );
}

const isOut = (use: Use) => use.startsWith("out");

function canJoin(jobs: readonly Dispatch[], limits: JoinLimits): boolean {
  if (jobs.length > MOST_JOBS) return false;
  const kernels = jobs.map(({ kernel }) => kernel);
  // Kernels that are made for what one device offers a workgroup have it for themselves.
  if (kernels.some(({ threads, mostThreads }) => threads !== kernels[0]?.threads || mostThreads)) return false;
  const sizes = kernels.reduce((sum, kernel) => sum + Object.keys(kernel.sizes).length + 3, 1);
  if (sizes > MOST_SIZES) return false;
  const arrays = new Map<Value | string, string>();
  for (const [place, use] of jobs.flatMap(usesOf)) {
    const [, type = "f32"] = use.split(" ");
    if ((arrays.get(place) ?? type) !== type) return false;
    arrays.set(place, type);
  }
  if (arrays.size > limits.arrays) return false;
  const groups = jobs.reduce((sum, { groups: [x, y, z] }) => sum + x * y * z, 0);
  return groups < LIMITS.groups ** 2 && sharedBytes(kernels) <= limits.sharedBytes;
}

function joinJobs(dispatches: readonly Dispatch[]): Dispatch {
  const values = new Map<Value | string, { place: number; value: Value; use: Use }>();
  for (const [key, use, value] of dispatches.flatMap(usesOf)) {
    const known = values.get(key);
    // Written by one, it is written by all.
    values.set(key, { place: known?.place ?? values.size, value, use: known && isOut(known.use) ? known.use : use });
  }
  const jobs = dispatches.map((dispatch): Job => {
    const arrays = usesOf(dispatch).map(([key]) => values.get(key)!.place);
    return { kernel: dispatch.kernel, arrays, groups: dispatch.groups };
  });
  const all = [...values.values()];
  const { kernel, grid, groups } = joinKernels(
    jobs,
    all.map(({ use }) => use),
  );
  const sizes = dispatches.map((dispatch, job) =>
    Object.fromEntries(Object.entries(dispatch.sizes).map(([name, size]) => [`${name}_${job}`, size])),
  );
  return {
    kernel,
    arrays: all.map(({ value }) => value),
    sizes: Object.assign({ ...grid }, ...sizes) as Dispatch["sizes"],
    groups,
    layer: dispatches[0]!.layer,
  };
}
