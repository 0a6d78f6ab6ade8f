/** A program on a device: pipelines compiled, buffers made, sizes written. Running it submits its dispatches, no more. */
import type { Gpu } from "./gpu.ts";
import { type Dispatch, type Dynamic, type Program, planBuffers, type Value } from "./program.ts";

/** Numbers that a batch decides. */
export type BatchValues = Readonly<Record<Dynamic, number>>;

/** What a session has for its programs. */
export interface SessionBuffers {
  /** The buffer of a value that outlives programs. */
  find(value: Value): GPUBuffer;
  /** As many buffers of these floats, which programs take turns with. */
  work(floats: readonly number[]): GPUBuffer[];
}

/** Dispatches of a submission. */
const AT_ONCE = 8;

type Stage = "prepare" | "forward" | "backward";

interface BoundDispatch {
  readonly dispatch: Dispatch;
  readonly pipeline: GPUComputePipeline;
  readonly group: GPUBindGroup;
  readonly index: number;
  /** Whether a batch decides any of its sizes. */
  readonly isDynamic: boolean;
}

export class BoundProgram {
  readonly program: Program;
  /** What a batch decided when the sizes of a stage were written last. */
  readonly #written: Partial<Record<Stage, string>> = {};
  /** Which weights were prepared last; the session numbers them. */
  prepared = -1;
  readonly #gpu: Gpu;
  readonly #stages: Record<Stage, BoundDispatch[]>;
  readonly #uniforms: GPUBuffer;
  readonly #pinned: ReadonlyMap<Value, GPUBuffer>;

  private constructor(gpu: Gpu, program: Program, bound: BoundParts) {
    this.#gpu = gpu;
    this.program = program;
    this.#stages = bound.stages;
    this.#uniforms = bound.uniforms;
    this.#pinned = bound.pinned;
  }

  static async create(gpu: Gpu, program: Program, buffers: SessionBuffers): Promise<BoundProgram> {
    const { prepare, forward, backward } = program;
    const all = [...prepare, ...forward, ...backward];
    // All at once: a device may compile several at a time.
    const compiled = await Promise.all(all.map(({ kernel }) => gpu.compile(kernel)));
    const plan = planBuffers(all);
    const work = buffers.work(plan.buffers);
    const pinned = new Map<Value, GPUBuffer>();
    const bufferOf = (value: Value): GPUBuffer => {
      if (value.region === "work") return work[plan.places.get(value)!]!;
      if (value.region !== "pinned") return buffers.find(value);
      const own = pinned.get(value) ?? gpu.storage(value.label, value.floats * 4);
      pinned.set(value, own);
      return own;
    };
    for (const { value, contents } of program.constants) gpu.write(bufferOf(value), contents);
    const uniforms = gpu.uniforms(all.length);
    const bound = all.map((dispatch, index): BoundDispatch => {
      const { kernel, arrays } = dispatch;
      if (arrays.length !== Object.keys(kernel.arrays).length) throw new Error(`${kernel.name}: arrays do not match`);
      const { pipeline } = compiled[index]!;
      const group = gpu.bind(compiled[index]!, uniforms, index, arrays.map(bufferOf));
      gpu.writeSizes(uniforms, index, kernel, valuesOf(dispatch, { batchRows: 0, rowOffset: 0, isFirst: 1 }));
      return { dispatch, pipeline, group, index, isDynamic: isDynamic(dispatch) };
    });
    for (const value of [program.input, program.logits, ...(program.lengths ? [program.lengths] : [])]) bufferOf(value);
    const turn = prepare.length + forward.length;
    const stages = {
      prepare: bound.slice(0, prepare.length),
      forward: bound.slice(prepare.length, turn),
      backward: bound.slice(turn),
    };
    return new BoundProgram(gpu, program, { stages, uniforms, pinned });
  }

  /** The buffer of a value that is written or read from outside. */
  buffer(value: Value): GPUBuffer {
    const buffer = this.#pinned.get(value);
    if (buffer === undefined) throw new Error(`${value.label} is not a value of this program's own`);
    return buffer;
  }

  /** Submits the dispatches of a stage, a few at a time: the device works on the first while the next are encoded. */
  run(stage: Stage, values: BatchValues): void {
    const { device } = this.#gpu;
    const dispatches = this.#stages[stage];
    const decided = JSON.stringify(values);
    if (decided !== this.#written[stage]) {
      for (const { dispatch, index, isDynamic } of dispatches) {
        if (isDynamic) this.#gpu.writeSizes(this.#uniforms, index, dispatch.kernel, valuesOf(dispatch, values));
      }
      this.#written[stage] = decided;
    }
    for (let from = 0; from < dispatches.length; from += AT_ONCE) {
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      for (const { dispatch, pipeline, group } of dispatches.slice(from, from + AT_ONCE)) {
        pass.setPipeline(pipeline);
        pass.setBindGroup(0, group);
        pass.dispatchWorkgroups(...dispatch.groups);
      }
      pass.end();
      device.queue.submit([encoder.finish()]);
    }
  }

  /** Frees what is the program's own. */
  destroy(): void {
    this.#uniforms.destroy();
    for (const buffer of this.#pinned.values()) buffer.destroy();
  }
}

interface BoundParts {
  readonly stages: Record<Stage, BoundDispatch[]>;
  readonly uniforms: GPUBuffer;
  readonly pinned: ReadonlyMap<Value, GPUBuffer>;
}

function isDynamic({ sizes }: Dispatch): boolean {
  return Object.values(sizes).some((size) => typeof size !== "number");
}

function valuesOf({ sizes }: Dispatch, values: BatchValues): Record<string, number> {
  return Object.fromEntries(
    Object.entries(sizes).map(([name, size]) => [name, typeof size === "number" ? size : values[size.dynamic]]),
  );
}
