/**
 * What a layer writes its kernel calls with: buffers to write to, parameters to read, phases to end.
 * One emitter makes one program. It does not depend on layers.
 */

import type { Kernels } from "./kernels.ts";
import {
  type Argument,
  type Buffer,
  type Call,
  type DropoutSite,
  type HostCall,
  type KernelName,
  offset,
  type Phase,
  type Place,
  type Program,
  planWork,
  type Reduction,
  type Tap,
} from "./program.ts";

/** The lane's memory that outlives a program: model blocks, and shared buffers that programs find by key. */
export interface Persistent {
  parameter(name: string): Buffer;
  gradient(name: string): Buffer;
  state(name: string): Buffer;
  /** The shared buffer of this key, made at its first use. */
  shared(key: string, bytes: number): Buffer;
  /** Calls to make whenever the weights have changed, once for each key. */
  prepare(key: string, calls: readonly Call[]): void;
}

export interface EmitterOptions {
  rows: number;
  /** Dropout and statistics of the batch, as in training; or the identity and running statistics. */
  training: boolean;
  /** Whether there is a way back, for which activations are kept. */
  gradients: boolean;
  /** Series in the largest batch, for the size of masks. */
  batchRows: number;
  /** Whether recurrent layers report the gradients of their states. */
  probe?: boolean;
  /** Recurrent layers take their first states from outside and return the last ones. */
  carryStates: boolean;
  /** Whether what layers compute on the way there stays readable. */
  taps?: boolean;
  persistent: Persistent;
  /** Used for its size functions only. */
  kernels: Kernels;
}

export class Emitter {
  readonly rows: number;
  readonly training: boolean;
  readonly gradients: boolean;
  readonly carryStates: boolean;
  readonly probe: boolean;
  readonly kernels: Kernels;
  /** Path of the layer that is being emitted. */
  layer = "";
  /** (R) int32 steps of each series in the value that goes into the next layer; undefined where all are equal. */
  lengths: Buffer | undefined;
  /** Order of the bits of a mask over the value that goes into the next layer, as the kernel `dropout` numbers them. */
  maskOrder = 1;
  readonly exposed = new Map<string, Buffer>();
  readonly states = new Map<string, { first: Buffer; last: Buffer; dFirst: Buffer | undefined }>();
  readonly #probes = new Map<string, Buffer>();
  readonly #taps: Tap[] = [];
  readonly #options: EmitterOptions;
  readonly #phases: Phase[] = [];
  #calls: Call[] = [];
  readonly #sites: DropoutSite[] = [];
  readonly #pinned: Buffer[] = [];

  constructor(options: EmitterOptions) {
    this.#options = options;
    this.rows = options.rows;
    this.training = options.training;
    this.gradients = options.gradients;
    this.carryStates = options.carryStates;
    this.probe = options.probe ?? false;
    this.kernels = options.kernels;
  }

  /** Appends a call to the current phase. */
  call(kernel: KernelName | HostCall, ...args: Argument[]): void {
    this.#calls.push({ kernel, args, layer: this.layer });
  }

  /** Work memory of `floats` float32 values, alive from the first to the last call that names it. */
  buffer(label: string, floats: number): Buffer {
    return { region: "work", label, bytes: Math.max(4, floats * 4), offset: 0, pinned: false };
  }

  /** Work memory that is written before the program runs or read after it. */
  pinned(label: string, floats: number): Buffer {
    const buffer = { ...this.buffer(label, floats), pinned: true };
    this.#pinned.push(buffer);
    return buffer;
  }

  parameter(name: string): Buffer {
    return this.#options.persistent.parameter(`${this.layer}.${name}`);
  }

  gradient(name: string): Buffer {
    return this.#options.persistent.gradient(`${this.layer}.${name}`);
  }

  state(name: string): Buffer {
    return this.#options.persistent.state(`${this.layer}.${name}`);
  }

  /** Lane memory of this layer that stays between calls. */
  shared(key: string, bytes: number): Buffer {
    return this.#options.persistent.shared(`${this.layer}.${key}`, bytes);
  }

  /** Calls to make once after every change of the weights; `key` names what they make. */
  prepare(key: string, ...calls: [KernelName | HostCall, ...Argument[]][]): void {
    this.#options.persistent.prepare(
      `${this.layer}.${key}`,
      calls.map(([kernel, ...args]) => ({ kernel, args, layer: this.layer })),
    );
  }

  /**
   * A weight packed for `gemm`, packed again after every update.
   * @param k        rows of the right-hand side
   * @param n        columns
   * @param strides  floats between rows and between columns in `weight`
   */
  packed(key: string, weight: Argument, k: number, n: number, strides: { row: number; column: number }): Buffer {
    const target = this.shared(key, this.kernels.packed_size(k, n) * 4);
    this.prepare(key, ["pack", weight, strides.row, strides.column, target, k, n]);
    return target;
  }

  /** A place where a dropout mask is drawn for the whole batch; masks are drawn in the order of these calls. */
  dropoutMask(elementsPerRow: number, p: number): Buffer {
    const index = this.#sites.length;
    const mask = this.#options.persistent.shared(
      `dropout mask ${index}`,
      Math.ceil((elementsPerRow * this.#options.batchRows) / 8),
    );
    this.#sites.push({ elementsPerRow, keepProbability: 1 - p, mask });
    return mask;
  }

  /** Keeps a buffer readable after the run, under the layer's path. */
  expose(buffer: Buffer): void {
    buffer.pinned = true;
    this.exposed.set(this.layer, buffer);
  }

  /** In a program that taps: keeps `rows` rows of `width` floats readable after the run, `stride` floats apart, under the layer's path and a name. */
  tap(name: string, from: Buffer | Place, rows: number, width: number, stride = width): void {
    if (!this.#options.taps) return;
    const place = offset(from, 0);
    place.buffer.pinned = true;
    this.#taps.push({ layer: this.layer, name, place, rows, width, stride });
  }

  /** (T) float64 sums of squares of the gradients of the hidden states, readable after the run. */
  stateProbe(suffix: string, time: number): Buffer {
    const buffer = this.pinned(`d states ${suffix}`, time * 2);
    this.#probes.set(`${this.layer}.${suffix}`, buffer);
    return buffer;
  }

  /** Ends the phase: `sums` of all shards are added up into `total`, then what `after` emits runs once a lane. */
  reduce(sums: Buffer, total: Buffer, after: (emit: (kernel: KernelName, ...args: Argument[]) => void) => void): void {
    const calls: Call[] = [];
    after((kernel, ...args) => void calls.push({ kernel, args, layer: this.layer }));
    const reduction: Reduction = { sums, total, after: calls };
    this.#phases.push({ calls: this.#calls, reduction });
    this.#calls = [];
  }

  /** Closes the program and plans its memory. */
  finish(io: Pick<Program, "time" | "input" | "lengths" | "labels" | "logits" | "losses" | "inputGradient">): Program {
    const phases = [...this.#phases, { calls: this.#calls, reduction: undefined }];
    return {
      ...io,
      rows: this.rows,
      training: this.training,
      phases,
      sites: this.#sites,
      exposed: this.exposed,
      probes: this.#probes,
      taps: this.#taps,
      states: this.states,
      workBytes: planWork(phases, this.#pinned),
    };
  }
}
