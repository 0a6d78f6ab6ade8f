/**
 * A lane: one WebAssembly memory with a model's weights and gradients, and the programs that run shards on it. One lane a
 * thread. It knows programs and addresses, not layers; who cuts batches into shards and adds gradients up is the executor.
 *
 * Memory: constants · parameters · states · gradients · then shared buffers and work memory as programs ask for them.
 */

import type { PlacedTensor } from "../device.ts";
import type { Persistent } from "./emitter.ts";
import { createMemory, growMemory, instantiate, type Kernels, RESERVED_BYTES } from "./kernels.ts";
import { type Argument, align, type Buffer, type Call, type Program, type Region } from "./program.ts";
import type { ProgramKey, ProgramSource } from "./program-source.ts";

/** Values that calls learn when a batch runs. */
export interface BatchValues {
  batchRows: number;
  rowOffset: number;
  inverseWeight: number;
}

/** A call with its addresses filled in, and the places of those that a batch decides. */
interface BoundCall {
  readonly run: (...args: number[]) => void;
  readonly args: number[];
  readonly dynamics: readonly { index: number; name: keyof BatchValues; times: number }[];
}

/** A program placed in work memory: ready to run. */
export interface BoundProgram {
  readonly program: Program;
  /** Byte address of any of its buffers. */
  address(buffer: Buffer): number;
  readonly phases: readonly (readonly BoundCall[])[];
  /** Calls made once a lane after each reduction. */
  readonly once: readonly (readonly BoundCall[])[];
}

type Block = "parameter" | "state";

/** Where a slot's own memory is. */
interface Base {
  readonly work: number;
  readonly gradient: number;
}

/** Calls that prepare weights touch no slot. */
const NOWHERE: Base = { work: 0, gradient: 0 };

const BLOCKS = ["parameter", "state", "gradient"] as const;

/**
 * Kernel calls of inference programs that a lane keeps, about 5 MB; programs for other lengths are made again when they
 * are needed. Training programs are not counted: a run needs the same few in every epoch.
 */
const KEPT_INFERENCE_CALLS = 16_384;

export class Lane {
  readonly kernels: Kernels;
  readonly memory: WebAssembly.Memory;
  readonly parameterCount: number;
  readonly stateCount: number;
  readonly #source: ProgramSource;
  readonly #blocks: Record<Block, number>;
  readonly #persistent: Persistent;
  readonly #shared = new Map<string, Buffer>();
  readonly #prepared = new Map<string, BoundCall[]>();
  readonly #programs = new Map<string, BoundProgram>();
  /** Where each slot's gradients are: shards that are alive at the same time must not share them. */
  readonly #gradients: number[];
  /** Work memory of each slot. */
  readonly #work: { start: number; bytes: number }[] = [];
  #end: number;

  constructor(source: ProgramSource, module: WebAssembly.Module) {
    const total = (tensors: readonly PlacedTensor[]) => tensors.reduce((sum, tensor) => sum + tensor.size, 0);
    this.#source = source;
    this.parameterCount = total(source.parameters);
    this.stateCount = total(source.states);
    const parameter = RESERVED_BYTES;
    const state = parameter + align(this.parameterCount * 4);
    const gradient = state + align(this.stateCount * 4);
    this.#blocks = { parameter, state };
    this.#gradients = [gradient];
    this.#end = gradient + align(this.parameterCount * 4);
    this.memory = createMemory(this.#end);
    this.kernels = instantiate(module, this.memory);
    this.#persistent = this.#createPersistent();
    for (const [name, values] of source.constants) {
      const buffer = this.#persistent.shared(name, values.length * 4);
      this.floats(buffer.offset, values.length).set(values);
    }
  }

  /** A view of the memory; invalid once the memory grows, so take a new one for every use. */
  floats(address: number, count: number): Float32Array {
    return new Float32Array(this.memory.buffer, address, count);
  }

  get parameters(): Float32Array {
    return this.floats(this.#blocks.parameter, this.parameterCount);
  }

  get states(): Float32Array {
    return this.floats(this.#blocks.state, this.stateCount);
  }

  /** Byte address of the parameters. */
  get parameterAddress(): number {
    return this.#blocks.parameter;
  }

  /** Byte address of a slot's gradients. */
  gradientAddress(slot = 0): number {
    while (this.#gradients.length <= slot) this.#gradients.push(this.reserve(this.parameterCount * 4));
    return this.#gradients[slot]!;
  }

  /** Takes `bytes` of memory for good. @returns its address */
  reserve(bytes: number): number {
    const start = this.#end;
    this.#end += align(bytes);
    growMemory(this.memory, this.#end);
    return start;
  }

  /** The program of this kind in slot `slot` of the work memory; made at the first use. */
  program(key: ProgramKey, slot = 0): BoundProgram {
    const id = `${key.rows} ${key.length} ${key.training} ${key.masked ?? false} ${key.carryStates} ${key.inputGradient} ${key.probe} ${key.taps} ${slot}`;
    let bound = this.#programs.get(id);
    if (bound === undefined) {
      bound = this.#bind(key, slot);
      if (!key.training) this.#dropUnusedInference(bound);
    } else {
      // A map keeps the order of insertion: the first entry is the one that was used longest ago.
      this.#programs.delete(id);
    }
    this.#programs.set(id, bound);
    return bound;
  }

  /** Makes room for one more inference program by dropping those that were used longest ago. */
  #dropUnusedInference(added: BoundProgram): void {
    let calls = callsOf(added);
    const inference = [...this.#programs].filter(([, { program }]) => !program.training).reverse();
    for (const [id, bound] of inference) {
      calls += callsOf(bound);
      if (calls > KEPT_INFERENCE_CALLS) this.#programs.delete(id);
    }
  }

  /** Makes what follows from the weights (packed matrices, summed biases); call it after every change of them. */
  prepare(): void {
    for (const calls of this.#prepared.values()) run(calls);
  }

  /** Runs the calls of one phase. */
  runPhase(bound: BoundProgram, phase: number, values: BatchValues): void {
    run(bound.phases[phase] ?? [], values);
  }

  /** Runs what follows a reduction once a lane; the totals must be in the reduction's `total`. */
  runOnce(bound: BoundProgram, phase: number, values: BatchValues): void {
    run(bound.once[phase] ?? [], values);
  }

  #bind(key: ProgramKey, slot: number): BoundProgram {
    const known = new Set(this.#prepared.keys());
    const program = this.#source.emit(key, { persistent: this.#persistent, kernels: this.kernels });
    const base = { work: this.#workAddress(slot, program.workBytes), gradient: this.gradientAddress(slot) };
    const bind = (calls: readonly Call[]) => calls.map((call) => this.#bindCall(call, base));
    const phases = program.phases.map((phase) => bind(phase.calls));
    const once = program.phases.map((phase) => bind(phase.reduction?.after ?? []));
    // Weights may have been set before this program asked for them in another form.
    for (const [name, calls] of this.#prepared) if (!known.has(name)) run(calls);
    return { program, phases, once, address: (buffer) => this.#address(buffer, base) };
  }

  /** Programs of a slot share its work memory; one that needs more than there is gets new memory. */
  #workAddress(slot: number, bytes: number): number {
    const work = this.#work[slot];
    if (work && work.bytes >= bytes) return work.start;
    // Grows where it is when nothing lies behind it, so that ever longer series take no more than the longest.
    if (work && work.start + align(work.bytes) === this.#end) {
      this.reserve(align(bytes) - align(work.bytes));
      work.bytes = bytes;
      return work.start;
    }
    const start = this.reserve(bytes);
    this.#work[slot] = { start, bytes };
    return start;
  }

  #address(buffer: Buffer, base: Base): number {
    switch (buffer.region) {
      case "work":
        return base.work + buffer.offset;
      case "gradient":
        return base.gradient + buffer.offset;
      case "shared":
        return buffer.offset;
      default:
        return this.#blocks[buffer.region] + buffer.offset;
    }
  }

  #bindCall(call: Call, base: Base): BoundCall {
    const dynamics: { index: number; name: keyof BatchValues; times: number }[] = [];
    const args = call.args.map((argument: Argument, index) => {
      if (typeof argument === "number") return argument;
      if ("dynamic" in argument) {
        dynamics.push({ index, name: argument.dynamic, times: argument.times });
        return 0;
      }
      if ("buffer" in argument) return this.#address(argument.buffer, base) + argument.byteOffset;
      return this.#address(argument, base);
    });
    const { kernel } = call;
    if (typeof kernel !== "string")
      return { run: (...addresses) => kernel.run(this.memory, ...addresses), args, dynamics };
    // Kernels take numbers only; what is passed was arranged by the lowering that made the call.
    return { run: this.kernels[kernel] as (...args: number[]) => void, args, dynamics };
  }

  #createPersistent(): Persistent {
    const blocks = new Map<string, Buffer>();
    for (const region of BLOCKS) {
      for (const tensor of region === "state" ? this.#source.states : this.#source.parameters) {
        blocks.set(`${region} ${tensor.name}`, {
          region,
          label: tensor.name,
          bytes: tensor.size * 4,
          offset: tensor.offset * 4,
          pinned: true,
        });
      }
    }
    const find = (region: Region) => (name: string) => {
      const buffer = blocks.get(`${region} ${name}`);
      if (buffer === undefined) throw new Error(`no ${region} named ${name}`);
      return buffer;
    };
    return {
      parameter: find("parameter"),
      gradient: find("gradient"),
      state: find("state"),
      shared: (key, bytes) => {
        let buffer = this.#shared.get(key);
        if (buffer === undefined) {
          buffer = { region: "shared", label: key, bytes, offset: this.reserve(bytes), pinned: true };
          this.#shared.set(key, buffer);
        }
        if (buffer.bytes < bytes)
          throw new Error(`shared buffer ${key} was made with ${buffer.bytes} bytes, not ${bytes}`);
        return buffer;
      },
      prepare: (key, calls) => {
        if (this.#prepared.has(key)) return;
        this.#prepared.set(
          key,
          calls.map((call) => this.#bindCall(call, NOWHERE)),
        );
      },
    };
  }
}

function callsOf({ phases, once }: BoundProgram): number {
  return [...phases, ...once].reduce((sum, calls) => sum + calls.length, 0);
}

function run(calls: readonly BoundCall[], values?: BatchValues): void {
  for (const call of calls) {
    if (values) for (const { index, name, times } of call.dynamics) call.args[index] = values[name] * times;
    call.run(...call.args);
  }
}
