/** Reads fixtures/zoo.safetensors (fixtures/zoo.py) and runs a case on the engine: the layers of a spec, with the drawn tensors. */
import { readFileSync } from "node:fs";
import { readSafetensors } from "../../src/formats/safetensors.ts";
import { layTensors, placeChain } from "../../src/model/graph.ts";
import { TorchGenerator } from "../../src/random/torch.ts";
import type { LayerInput } from "../../src/spec/layers.ts";
import { parseModel } from "../../src/spec/parse.ts";
import { type LayerRun, runLayers } from "../layers/run-layers.ts";

export interface ZooCase {
  name: string;
  /** Of a case that is no preset. */
  layers?: LayerInput[];
  preset?: string;
  options?: object;
  classes?: number;
  /** (B, T, C) */
  shape: [number, number, number];
  /** (B) steps of each series, and of each output that has time. */
  lengths?: number[];
  ends?: number[];
  train: boolean;
  seed: number;
  /** Of `draws`, the trained tensors; running statistics, x and the output's gradient follow. */
  parameters: number;
  draws: { shape: number[]; low: number; high: number }[];
  /** By name: `output`, `grad/x`, `grad/3`, `state/0`. */
  tensors: Record<string, { norm: number; base: number; own: number; size: number; step: number; shape: number[] }>;
}

export interface ZooFixture {
  case: ZooCase;
  /** Every `step`-th value of each tensor. */
  stored: ReadonlyMap<string, Float32Array>;
}

export function zooFixtures(): ZooFixture[] {
  const { tensors, metadata } = readSafetensors(readFileSync(new URL("../fixtures/zoo.safetensors", import.meta.url)));
  const cases = JSON.parse(metadata.cases!) as ZooCase[];
  return cases.map((entry) => ({
    case: entry,
    stored: new Map(
      Object.keys(entry.tensors).map((name) => [name, tensors.get(`${entry.name}/${name}`)!.data as Float32Array]),
    ),
  }));
}

/**
 * Runs a case and compares it.
 * @returns by the fixture's names, how far each tensor is from PyTorch's float64, as a share of its norm
 */
export async function zooErrors(
  { case: entry, stored }: ZooFixture,
  layers: readonly LayerInput[],
  numerics: LayerRun["numerics"],
): Promise<Map<string, number>> {
  const { shape, lengths, ends, draws, seed } = entry;
  const [batch, time, channels] = shape;
  const parsed = parseModel({ layers: [...layers] }).layers;
  const nodes = placeChain(parsed, { time, features: channels }, "layers", "");
  const { parameters, states } = layTensors(nodes);
  const generator = new TorchGenerator(seed);
  const drawn = draws.map((draw) => {
    const data = new Float32Array(draw.shape.reduce((product, side) => product * side, 1));
    generator.uniform(draw.low, draw.high, data);
    return { shape: draw.shape, data };
  });
  const [x, outputGradient] = drawn.splice(-2);
  // PyTorch's modules are written in the order of our layers: tensor by tensor, in the same shapes.
  const wanted = [...parameters, ...states];
  const shapes = drawn.map(({ shape }) => shape.join("×"));
  const ours = wanted.map(({ shape }) => shape.join("×"));
  if (shapes.join(" ") !== ours.join(" ")) throw new Error(`${entry.name}: ${shapes} in PyTorch, ${ours} here`);
  cutOff(x!.data, batch, lengths);
  if (ends) cutOff(outputGradient!.data, batch, ends);
  const result = await runLayers({
    layers: parsed,
    inputShape: shape,
    training: entry.train,
    numerics,
    tensors: new Map(wanted.map(({ name }, index) => [name, drawn[index]!.data])),
    x: x!.data,
    outputGradient: outputGradient!.data,
    lengths: lengths && Int32Array.from(lengths),
    maskSeed: seed + 1,
  });
  const computed = (name: string): Float32Array => {
    if (name === "output") return result.output;
    if (name === "grad/x") return result.gradients.get("x")!;
    const [kind, index] = name.split("/");
    return kind === "state"
      ? result.states.get(states[Number(index)]!.name)!
      : result.gradients.get(parameters[Number(index)]!.name)!;
  };
  return new Map(
    Object.entries(entry.tensors).map(([name, { norm, base, size, step }]) => {
      const values = computed(name);
      const samples = stored.get(name)!;
      if (values.length !== size) return [name, Number.NaN];
      // The distance of the samples is scaled up as if all values were as far off, and the norm is of all.
      const squares = samples.reduce((sum, value, i) => sum + (values[i * step]! - value) ** 2, 0);
      const distance = Math.sqrt((squares * size) / samples.length);
      const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
      return [name, base > 0 ? Math.max(distance, Math.abs(length - norm)) / base : distance];
    }),
  );
}

/** Zeros past the end of each series of (B, T, C), as the engine keeps them. */
function cutOff(values: Float32Array, batch: number, ends: readonly number[] | undefined): void {
  if (ends === undefined) return;
  const size = values.length / batch;
  const longest = Math.max(...ends);
  for (const [row, end] of ends.entries()) values.fill(0, row * size + (end * size) / longest, (row + 1) * size);
}
