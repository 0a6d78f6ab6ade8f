/**
 * Series of unequal lengths on the engine: against PyTorch, which sees no padding at all (fixtures/lengths.py), and against
 * themselves with more padding, alone, and in another order.
 */
import { describe, expect, it } from "vitest";
import { placeChain } from "../../src/model/graph.ts";
import { parseModel } from "../../src/spec/parse.ts";
import { expectBits, expectClose } from "../kernels/arena.ts";
import { drawTensors, type LengthsCase, lengthsFixtures, relativeErrors } from "../reference/fixtures.ts";
import { type LayerResult, runLayers } from "./run-layers.ts";

const TOLERANCE = 1e-5;

type Numerics = "fused" | "portable";

interface Run {
  numerics: Numerics;
  /** Steps of padding behind the longest series. */
  more?: number;
  /** Which series, in which order; all of them unless given. */
  rows?: readonly number[];
  training?: boolean;
  /** A batch of its own, of one length: the program without lengths. */
  plain?: boolean;
}

/** Picks series of (B, T, C), T the longest of `lengths`, and pads them with zeros to `steps`. */
function padded(values: Float32Array, lengths: readonly number[], rows: readonly number[], steps: number) {
  const longest = Math.max(...lengths);
  const c = values.length / lengths.length / longest;
  const out = new Float32Array(rows.length * steps * c);
  for (const [to, from] of rows.entries()) {
    const end = (from * longest + lengths[from]!) * c;
    out.set(values.subarray(from * longest * c, end), to * steps * c);
  }
  return out;
}

async function run(entry: LengthsCase, options: Run): Promise<LayerResult & { outputSteps: number }> {
  const { lengths, outputLengths, inputShape, train } = entry;
  const { numerics, more = 0, rows = lengths.map((_, row) => row), training = train, plain = false } = options;
  const channels = inputShape[2]!;
  const steps = Math.max(...rows.map((row) => lengths[row]!)) + more;
  const { layers } = parseModel({ layers: entry.layers });
  const outputSteps = placeChain(layers, { time: steps, features: channels }, "layers", "").at(-1)?.output.time ?? 1;
  const drawn = drawTensors(entry);
  const given = (name: string) => drawn.get(name)!.data as Float32Array; // every case draws both
  const result = await runLayers({
    layers,
    inputShape: [rows.length, steps, channels],
    training,
    numerics,
    tensors: new Map([...drawn].map(([name, { data }]) => [name, data as Float32Array])),
    x: padded(given("x"), lengths, rows, steps),
    outputGradient: padded(given("outputGradient"), outputLengths ?? lengths.map(() => 1), rows, outputSteps),
    lengths: plain ? undefined : Int32Array.from(rows, (row) => lengths[row]!),
  });
  return { ...result, outputSteps };
}

/** Our tensors by the stored names. */
function byName({ output, gradients, states }: LayerResult): Map<string, Float32Array> {
  const named = [...gradients].map(([name, values]) => [`grad/${name}`, values] as const);
  return new Map([["output", output], ...states, ...named]);
}

/** Every series' own values of (B, steps, C), by series. */
function own(values: Float32Array, steps: number, lengths: readonly number[]): Float32Array[] {
  const size = values.length / lengths.length;
  return lengths.map((length, row) => values.subarray(row * size, row * size + (length * size) / steps));
}

const fixtures = lengthsFixtures();
const cases = fixtures.map((fixture) => [fixture.case.name, fixture] as const);

describe.each(["fused", "portable"] as const)("unequal lengths (%s)", (numerics) => {
  it.each(cases)("PyTorch: %s", async (_, fixture) => {
    const ours = byName(await run(fixture.case, { numerics }));
    for (const [name, error] of relativeErrors(fixture, ours)) expect(error, name).toBeLessThanOrEqual(TOLERANCE);
  });

  it.each(cases)("more padding changes no bit of outputs and gradients: %s", async (_, { case: entry }) => {
    const { lengths } = entry;
    const ends = entry.outputLengths ?? lengths.map(() => 1);
    const once = await run(entry, { numerics });
    const [inputs, outputs] = [
      own(once.gradients.get("x")!, Math.max(...lengths), lengths),
      own(once.output, once.outputSteps, ends),
    ];
    for (const more of [1, 7, 150]) {
      const again = await run(entry, { numerics, more });
      expect(again.outputSteps).toBeGreaterThanOrEqual(once.outputSteps);
      for (const [row, values] of own(again.output, again.outputSteps, ends).entries()) {
        expectBits(values, outputs[row]!);
      }
      const dx = again.gradients.get("x")!;
      for (const [row, values] of own(dx, Math.max(...lengths) + more, lengths).entries()) {
        expectBits(values, inputs[row]!);
      }
      for (const [name, values] of [...again.gradients, ...again.states]) {
        if (name !== "x") expectBits(values, (once.gradients.get(name) ?? once.states.get(name))!);
      }
    }
  });

  it.each(cases)("a series gives the same bits alone, without any mask: %s", async (_, { case: entry }) => {
    const { lengths } = entry;
    const ends = entry.outputLengths ?? lengths.map(() => 1);
    const all = await run(entry, { numerics, training: false });
    for (const [row, values] of own(all.output, all.outputSteps, ends).entries()) {
      const alone = await run(entry, { numerics, training: false, rows: [row], plain: true });
      expectBits(alone.output, values);
    }
  });

  it.each(cases)("another order of the batch gives the same in that order: %s", async (_, { case: entry }) => {
    const { lengths } = entry;
    const rows = lengths.map((_, row) => (row + 2) % lengths.length);
    const [once, again] = [await run(entry, { numerics }), await run(entry, { numerics, rows })];
    const size = once.output.length / lengths.length;
    const order = (values: Float32Array) => rows.flatMap((row) => [...values.subarray(row * size, (row + 1) * size)]);
    expectClose(again.output, order(once.output), 1e-6);
    for (const [name, values] of again.gradients) {
      if (name !== "x") expectClose(values, once.gradients.get(name)!, 2e-6, 1);
    }
  });
});
