/** The programs of a session, made when they are first needed, and the buffers that they share. */
import { TidelabError } from "../../errors/errors.ts";
import type { DeviceModel, SeriesKind } from "../device.ts";
import type { LayerNode } from "../layer-node.ts";
import { SHARD_ROWS } from "../wasm/shards.ts";
import { BoundProgram } from "./bound-program.ts";
import { chunkRows } from "./chunks.ts";
import type { Gpu } from "./gpu.ts";
import { joinProgram } from "./join.ts";
import { loweringOf } from "./lower/index.ts";
import { makeProgram, type ProgramHost, type ProgramKey } from "./lower/program.ts";
import type { Value } from "./program.ts";

/** Programs that are kept; those for other sizes are made again when they are needed. */
const KEPT = 8;

export interface ModelBuffers {
  readonly parameters: GPUBuffer;
  readonly gradients: GPUBuffer | undefined;
  /** Running statistics. */
  readonly states: GPUBuffer;
}

export class Programs {
  readonly #gpu: Gpu;
  readonly #model: DeviceModel;
  readonly #blocks: ModelBuffers;
  readonly #host: ProgramHost;
  readonly #bound = new Map<string, BoundProgram>();
  readonly #chunks = new Map<string, { readonly most: number; readonly isWhole: boolean }>();
  readonly #shared = new Map<string, GPUBuffer>();
  readonly #work: { floats: number; buffer: GPUBuffer }[] = [];
  readonly #checked = new Set<number>();

  constructor(gpu: Gpu, model: DeviceModel, blocks: ModelBuffers, host: ProgramHost) {
    this.#gpu = gpu;
    this.#model = model;
    this.#blocks = blocks;
    this.#host = host;
  }

  /** @throws TidelabError `device.unsupported` for series or layers that this device cannot compute */
  check({ length }: SeriesKind): void {
    if (this.#checked.has(length)) return;
    checkSupported(this.#model, { length });
    this.#checked.add(length);
  }

  /** What a probing batch measures, in the order of its results. */
  probes(series: SeriesKind): { name: string; steps: number }[] {
    this.check(series);
    const key = { rows: 1, length: series.length, training: true, probe: true };
    return makeProgram(this.#model, key, this.#host).probes.map(({ name, time }) => ({ name, steps: time }));
  }

  /**
   * Series of `wanted` that run at once.
   * @throws TidelabError `device.batch` where all of a batch must, for its statistics, and does not fit
   */
  chunkRows(length: number, training: boolean, wanted: number): number {
    const key = `${length} ${training}`;
    let chunk = this.#chunks.get(key);
    if (chunk === undefined) {
      const one = makeProgram(this.#model, { rows: SHARD_ROWS, length, training }, this.#host);
      const fitting = chunkRows(one, this.#gpu.bindingBytes);
      // A whole batch is not cut for being large.
      const most = one.isWhole ? fitting : Math.min(fitting, this.#host.mostRows ?? Number.POSITIVE_INFINITY);
      chunk = { most, isWhole: one.isWhole };
      this.#chunks.set(key, chunk);
    }
    if (chunk.isWhole && wanted > chunk.most) throw new TidelabError("device.batch", { wanted, most: chunk.most });
    return Math.min(chunk.most, wanted);
  }

  async get(key: ProgramKey): Promise<BoundProgram> {
    const id = `${key.rows} ${key.length} ${key.training} ${key.uneven ?? false} ${key.probe ?? false}`;
    let bound = this.#bound.get(id);
    if (bound === undefined) {
      bound = await BoundProgram.create(this.#gpu, this.#make(key), this);
      this.#dropOldest();
    } else {
      // A map keeps the order of insertion: the first entry is the one that was used longest ago.
      this.#bound.delete(id);
    }
    this.#bound.set(id, bound);
    return bound;
  }

  #make(key: ProgramKey) {
    const program = makeProgram(this.#model, key, this.#host);
    if (this.#host.joins === false) return program;
    const { mostArrays, workgroups } = this.#gpu;
    return joinProgram(program, { arrays: mostArrays, sharedBytes: workgroups.sharedBytes });
  }

  #dropOldest(): void {
    const [oldest] = this.#bound;
    if (this.#bound.size < KEPT || oldest === undefined) return;
    oldest[1].destroy();
    this.#bound.delete(oldest[0]);
  }

  /** The buffer of a value that outlives programs. */
  find(value: Value): GPUBuffer {
    const { region, label, floats } = value;
    if (region === "parameters") return this.#blocks.parameters;
    if (region === "states") return this.#blocks.states;
    if (region === "gradients" && this.#blocks.gradients) return this.#blocks.gradients;
    const key = `${region} ${label} ${floats}`;
    const buffer = this.#shared.get(key) ?? this.#gpu.storage(label, floats * 4);
    this.#shared.set(key, buffer);
    return buffer;
  }

  /** Buffers of these floats, of which programs take turns to use the same ones. */
  work(floats: readonly number[]): GPUBuffer[] {
    const free = [...this.#work];
    return floats.map((wanted) => {
      const fitting = free.filter((other) => other.floats >= wanted && other.floats <= 2 * wanted);
      let [own] = fitting.sort((a, b) => a.floats - b.floats);
      if (own) free.splice(free.indexOf(own), 1);
      else {
        own = { floats: wanted, buffer: this.#gpu.storage("work", wanted * 4) };
        this.#work.push(own);
      }
      return own.buffer;
    });
  }

  destroy(): void {
    for (const bound of this.#bound.values()) bound.destroy();
    for (const buffer of this.#shared.values()) buffer.destroy();
    for (const { buffer } of this.#work) buffer.destroy();
  }
}

/** @throws TidelabError `device.unsupported`, with the path of the layer */
export function checkSupported(model: DeviceModel, { length }: Pick<SeriesKind, "length">): void {
  for (const node of model.layers(length).nodes.flatMap(withBranches)) {
    const lowering = loweringOf(node.spec.layer);
    const reason = lowering ? lowering.refuses?.(node) : "layer";
    if (reason) throw unsupported(node, reason);
  }
}

function unsupported({ spec, path }: LayerNode, reason: "layer" | "wide") {
  return new TidelabError("device.unsupported", { layer: spec.layer, reason }, path);
}

function withBranches(node: LayerNode): LayerNode[] {
  return [node, ...node.branches.flat().flatMap(withBranches)];
}
