/** What a layer writes its dispatches with. One emitter makes one program; it does not depend on layers. */
import type { PlacedTensor } from "../device.ts";
import type { Shape } from "../layer-node.ts";
import { SHARD_ROWS } from "../wasm/shards.ts";
import { flatGroups, type Groups, type Kernel, LIMITS } from "./kernel.ts";
import type { Dispatch, DropoutSite, Program, StateProbe, Value } from "./program.ts";
import { fillPastEnd } from "./wgsl/lengths.ts";
import type { WorkgroupLimits } from "./wgsl/recurrent.ts";

export interface EmitterOptions {
  /** Series of the chunk. */
  readonly rows: number;
  readonly training: boolean;
  /** Whether recurrent layers report the gradients of their states. */
  readonly probe: boolean;
  readonly parameters: readonly PlacedTensor[];
  /** Floats of all parameters, which is also the distance between two shards' gradients. */
  readonly parameterCount: number;
  /** Running statistics. */
  readonly states: readonly PlacedTensor[];
  /** Series in the largest batch, for the size of masks. */
  readonly batchRows: number;
  /** Whether large tiles pay: not on a software device, which takes long to compile them. */
  readonly largeTiles: boolean;
  /** What the device offers a workgroup; WebGPU's baseline unless given. */
  readonly limits?: WorkgroupLimits | undefined;
  /** The widest recurrent layer whose weights are kept in registers, where that is less than fits. */
  readonly mostInRegisters?: number | undefined;
}

type Sizes = Dispatch["sizes"];

export class Emitter {
  readonly rows: number;
  readonly training: boolean;
  readonly probe: boolean;
  readonly shards: number;
  readonly parameterCount: number;
  readonly largeTiles: boolean;
  readonly mostInRegisters: number;
  readonly limits: WorkgroupLimits;
  /** All trained tensors, at the offsets of `parameter`. */
  readonly parameters: Value;
  /** The gradients of each shard, at the same offsets, `parameterCount` apart. */
  readonly partials: Value;
  /** Running statistics of all layers, at the offsets of `stateOffset`. */
  readonly states: Value;
  /** Prefix of the parameters' names of the layer that is being emitted. */
  layer = "";
  /** (R) steps of each series in the value that goes into the next layer; undefined where all are equal. */
  lengths: Value | undefined;
  /** Order of the bits of a mask over the value that goes into the next layer. */
  maskOrder = 1;
  readonly exposed = new Map<string, Value>();
  readonly #options: EmitterOptions;
  readonly #offsets: ReadonlyMap<string, number>;
  readonly #stateOffsets: ReadonlyMap<string, number>;
  readonly #constants = new Map<Value, Float32Array>();
  #isWhole = false;
  readonly #shared = new Map<string, Value>();
  readonly #prepare: Dispatch[] = [];
  readonly #forward: Dispatch[] = [];
  readonly #backward: Dispatch[] = [];
  readonly #sites: DropoutSite[] = [];
  readonly #probes: StateProbe[] = [];
  #dispatches = this.#forward;

  constructor(options: EmitterOptions) {
    const { rows, training, parameters, parameterCount, states } = options;
    this.#options = options;
    this.rows = rows;
    this.training = training;
    this.probe = options.probe;
    this.shards = Math.ceil(rows / SHARD_ROWS);
    this.parameterCount = parameterCount;
    this.largeTiles = options.largeTiles;
    this.limits = options.limits ?? LIMITS;
    this.mostInRegisters = options.mostInRegisters ?? Number.POSITIVE_INFINITY;
    this.#offsets = new Map(parameters.map(({ name, offset }) => [name, offset]));
    this.#stateOffsets = new Map(states.map(({ name, offset }) => [name, offset]));
    this.states = { region: "states", label: "states", floats: states.reduce((sum, { size }) => sum + size, 0) };
    this.parameters = { region: "parameters", label: "parameters", floats: parameterCount };
    this.partials = { region: "partials", label: "gradients of shards", floats: parameterCount * this.shards };
  }

  /** Work memory, alive from the first to the last dispatch that names it. */
  value(label: string, floats: number): Value {
    return { region: "work", label: `${this.layer} ${label}`, floats };
  }

  /** Memory that is written before the program runs or read after it. */
  pinned(label: string, floats: number): Value {
    return { region: "pinned", label, floats };
  }

  /** Memory of this layer that stays between programs. */
  shared(key: string, floats: number): Value {
    const label = `${this.layer} ${key}`;
    const value = this.#shared.get(label) ?? { region: "shared", label, floats };
    this.#shared.set(label, value);
    return value;
  }

  /** Offset of a tensor of this layer in the parameters, and in each shard's gradients. */
  offset(name: string): number {
    const offset = this.#offsets.get(`${this.layer}.${name}`);
    if (offset === undefined) throw new Error(`no parameter named ${this.layer}.${name}`);
    return offset;
  }

  /** Offset of a running statistic of this layer in the states. */
  stateOffset(name: string): number {
    const offset = this.#stateOffsets.get(`${this.layer}.${name}`);
    if (offset === undefined) throw new Error(`no running statistic named ${this.layer}.${name}`);
    return offset;
  }

  /** Memory of this layer whose contents never change. */
  constant(key: string, contents: Float32Array): Value {
    const value = this.shared(key, contents.length);
    this.#constants.set(value, contents);
    return value;
  }

  /** Says that the rows must be the whole batch. */
  needWholeBatch(): void {
    this.#isWhole = true;
  }

  /** Appends a dispatch. */
  run(kernel: Kernel, arrays: readonly Value[], sizes: Sizes, groups: Groups): void {
    this.#dispatches.push({ kernel, arrays, sizes, groups, layer: this.layer });
  }

  /** The same with a flat kernel over `count` values, each of which is a part of what it writes that no other such dispatch writes. */
  mapPart(kernel: Kernel, arrays: readonly Value[], count: number, sizes: Sizes): void {
    const { layer } = this;
    this.#dispatches.push({
      kernel,
      arrays,
      sizes: { ...sizes, count },
      groups: flatGroups(count),
      isPart: true,
      layer,
    });
  }

  /** Appends a dispatch of a flat kernel over `count` values. */
  map(kernel: Kernel, arrays: readonly Value[], count: number, sizes: Sizes = {}): void {
    this.run(kernel, arrays, { ...sizes, count }, flatGroups(count));
  }

  /** A dispatch to make once after every change of the weights. */
  prepare(kernel: Kernel, arrays: readonly Value[], sizes: Sizes, groups: Groups): void {
    this.#prepare.push({ kernel, arrays, sizes, groups, layer: this.layer });
  }

  /** The same with a flat kernel over `count` values. */
  prepareMap(kernel: Kernel, arrays: readonly Value[], count: number, sizes: Sizes = {}): void {
    this.prepare(kernel, arrays, { ...sizes, count }, flatGroups(count));
  }

  /** A place where a mask is drawn for the whole batch; masks are drawn in the order of these calls. */
  dropoutMask(elementsPerRow: number, p: number): Value {
    const words = Math.ceil((elementsPerRow * this.#options.batchRows) / 32);
    const mask = { region: "shared", label: `dropout mask ${this.#sites.length}`, floats: words } as const;
    this.#sites.push({ elementsPerRow, keepProbability: 1 - p, mask });
    return mask;
  }

  /** A value that can be read after the run, under the layer's name. */
  exposedValue(label: string, floats: number): Value {
    const value = this.pinned(label, floats);
    this.exposed.set(this.layer, value);
    return value;
  }

  /** Gradients of the states of this layer, (directions, T, R, H), one direction for each suffix; read after the run. */
  stateProbes(suffixes: readonly string[], time: number, hidden: number): Value {
    const size = time * this.rows * hidden;
    const value = this.pinned(`${this.layer} d states ${suffixes[0]}`, suffixes.length * size);
    for (const [direction, suffix] of suffixes.entries()) {
      this.#probes.push({ name: `${this.layer}.${suffix}`, value, start: direction * size, time, hidden });
    }
    return value;
  }

  /** Puts `value` past the ends of series in x (T, R, C); nothing where all are equal or have no time axis any more. */
  fillPastEnd(x: Value, { time, features }: Shape, lengths: Value | undefined, value: number): void {
    if (lengths === undefined || time === undefined) return;
    const { rows } = this;
    this.map(fillPastEnd, [x, lengths], time * rows * features, { rows, features, value });
  }

  zeroPastEnd(x: Value, shape: Shape, lengths: Value | undefined = this.lengths): void {
    this.fillPastEnd(x, shape, lengths, 0);
  }

  /** From here on dispatches belong to the way back. */
  turnBack(): void {
    this.#dispatches = this.#backward;
  }

  finish(io: Pick<Program, "time" | "input" | "lengths" | "logits" | "dLogits">): Program {
    return {
      ...io,
      rows: this.rows,
      isWhole: this.#isWhole,
      constants: [...this.#constants].map(([value, contents]) => ({ value, contents })),
      prepare: this.#prepare,
      forward: this.#forward,
      backward: this.#backward,
      sites: this.#sites,
      probes: this.#probes,
      exposed: this.exposed,
    };
  }
}
