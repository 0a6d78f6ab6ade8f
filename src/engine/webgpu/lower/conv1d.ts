/** Dispatches of `layers/conv1d.ts`. As in the kernels of the processor, shapes decide between direct products and those at points. */
import { convGroups } from "../../conv-groups.ts";
import { convPaddings } from "../../conv-padding.ts";
import { countValues, elements, type LayerNode, timeOf } from "../../layer-node.ts";
import type { Emitter } from "../emitter.ts";
import type { Value } from "../program.ts";
import { blockSumGroups } from "../wgsl/block-sums.ts";
import { correlate, stridedInputGradient } from "../wgsl/conv.ts";
import { convGradient } from "../wgsl/conv-gradient.ts";
import { TERMS } from "../wgsl/product.ts";
import { foldFilters, repeatFilters } from "../wgsl/shared-filters.ts";
import { weightNorm, weightNormBackward } from "../wgsl/weight-norm.ts";
import { cutOf, isTiled, POINTS, productsOf, winograd, winogradGroups, winogradWeights } from "../wgsl/winograd.ts";
import { winogradBiasGradient, winogradGradient, winogradGradientGroups } from "../wgsl/winograd-gradient.ts";
import { lengthsAfter } from "./lengths.ts";
import type { Lowering } from "./lowering.ts";
import { emitProduct, emitRowSums } from "./products.ts";

/** What a convolution reads and writes: time, steps of the output, channels, and how its windows lie. */
interface Windows {
  readonly time: number;
  readonly steps: number;
  readonly features: number;
  readonly outputs: number;
  readonly groups: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly left: number;
}

/** Where weight (group, output, tap, channel) lies in an array. */
interface Weights {
  readonly value: Value;
  readonly start: number;
  readonly groupStep: number;
  readonly outputStep: number;
  readonly tapStep: number;
  readonly channelStep: number;
}

export const conv1d: Lowering<"conv1d"> = {
  emit(e, node, x) {
    const { kernelSize: kernel, stride, dilation, bias } = node.spec;
    const [left, right] = convPaddings(node.spec);
    const time = timeOf(node.input);
    const [features, outputs] = [node.input.features, node.output.features];
    const { groups, isShared } = convGroups(node.spec, features);
    const windows = { time, steps: timeOf(node.output), features, outputs, groups, kernel, stride, dilation, left };
    const repeated = isShared ? emitRepeated(e, "weight", (outputs * kernel) / features, features) : undefined;
    const made = node.spec.weightNorm ? emitWeightNorm(e, node) : repeated;
    const weights = weightsOf(made ?? e.parameters, made ? 0 : e.offset("weight"), windows);
    const ownBias = (): Bias =>
      isShared
        ? { value: emitRepeated(e, "bias", outputs / features, features), start: 0 }
        : { value: e.parameters, start: e.offset("bias") };
    const y = e.value("y", e.rows * elements(node.output));
    emitCorrelation(e, "there", x, weights, windows, y, bias ? ownBias() : undefined);
    const { lengths } = e;
    const span = dilation * (kernel - 1) + 1;
    e.lengths = lengthsAfter(e, lengths, { padding: left + right, span, stride });
    e.zeroPastEnd(y, node.output);
    return {
      output: y,
      backward(dy, needed) {
        emitParameterGradients(e, node, x, dy, windows);
        if (!needed) return undefined;
        const dx = e.value("dx", e.rows * elements(node.input));
        emitInputGradient(e, dy, weights, windows, dx);
        // The last windows reach past the end, where the zeros are not the series' own.
        e.zeroPastEnd(dx, node.input, lengths);
        return dx;
      },
    };
  },
};

/** Where biases lie in an array. */
interface Bias {
  readonly value: Value;
  readonly start: number;
}

/** PyTorch's weights (Cout, Cin / groups, kernel) in an array. */
export function weightsOf(value: Value, start: number, { features, outputs, groups, kernel }: Windows): Weights {
  const [c, n] = [features / groups, outputs / groups];
  return { value, start, groupStep: n * c * kernel, outputStep: c * kernel, tapStep: 1, channelStep: kernel };
}

/** y = bias + the correlation of x with weights. @param way  names what is kept of the weights */
export function emitCorrelation(
  e: Emitter,
  way: "there" | "back",
  x: Value,
  weights: Weights,
  windows: Windows,
  y: Value,
  bias?: Bias,
): void {
  const { time, steps, features, outputs, groups, kernel, stride, dilation, left } = windows;
  const { rows } = e;
  const [c, n] = [features / groups, outputs / groups];
  const { value, start, groupStep, outputStep, tapStep, channelStep } = weights;
  const biases = bias === undefined ? [] : [bias.value];
  const biasStart = bias?.start ?? 0;
  if (isTiled(c, n, { kernelSize: kernel, stride, dilation })) {
    const { taps, parts, inPhases, outputs: perTile } = cutOf(kernel);
    const products = productsOf(inPhases);
    const count = groups * products * parts * c * n;
    const [even, odd] = inPhases ? [Math.ceil(kernel / 2), Math.floor(kernel / 2)] : [kernel, 0];
    const points = e.shared(`weights at points ${way}`, count * POINTS);
    const places = { start, groupStep, outputStep, inputStep: channelStep, tapStep };
    e.prepareMap(winogradWeights, [value, points], count, { ...{ c, n, taps, parts, products, even, odd }, ...places });
    const each = e.largeTiles ? 2 : 1;
    const options = { each, taps, inPhases, bias: bias !== undefined, isLong: c > TERMS } as const;
    const sizes = { time, rows, steps, features, outputs, c, n, parts, left, bias: biasStart };
    const tiles = Math.ceil(steps / perTile) * rows;
    e.run(winograd(options), [x, points, ...biases, y], sizes, winogradGroups(each, tiles, n, groups));
    return;
  }
  if (isPlain(windows) && value === e.parameters) {
    emitProduct(e, bias === undefined ? "zero" : "bias", [x, y], {
      ...{ m: steps * rows, n, last: c, a: { stride: c }, c: { stride: n }, bias: biasStart },
      b: { start, term: channelStep, column: outputStep },
    });
    return;
  }
  const shape = { time, rows, features, outputs, channels: c, perGroup: n, kernel, stride, dilation, left };
  const places = { start, groupStep, outputStep, tapStep, channelStep };
  const sizes = { ...shape, ...places, bias: biasStart };
  e.map(correlate(bias !== undefined), [x, value, ...biases, y], steps * rows * outputs, sizes);
}

/** Whether each step is a product by itself. */
function isPlain({ kernel, stride, groups, left, time, steps }: Windows): boolean {
  return kernel === 1 && stride === 1 && groups === 1 && left === 0 && time === steps;
}

export function emitInputGradient(e: Emitter, dy: Value, weights: Weights, windows: Windows, dx: Value): void {
  const { time, steps, features, outputs, groups, kernel, stride, dilation, left } = windows;
  const back = { ...windows, time: steps, steps: time, features: outputs, outputs: features };
  const { value, start, groupStep, outputStep, tapStep, channelStep } = weights;
  const exchanged = { value, groupStep, outputStep: channelStep, channelStep: outputStep };
  if (stride === 1) {
    // The correlation of dy with the taps in reverse.
    const reversed = { ...exchanged, start: start + (kernel - 1) * tapStep, tapStep: -tapStep };
    emitCorrelation(e, "back", dy, reversed, { ...back, left: dilation * (kernel - 1) - left }, dx);
    return;
  }
  const [c, n] = [features / groups, outputs / groups];
  const shape = { time: steps, rows: e.rows, features: outputs, outputs: features, channels: n, perGroup: c };
  const { value: array, ...places } = { ...exchanged, start, tapStep };
  const sizes = { ...shape, kernel, stride, dilation, left, ...places };
  e.map(stridedInputGradient, [dy, array, dx], time * e.rows * features, sizes);
}

function emitParameterGradients(e: Emitter, node: LayerNode<"conv1d">, x: Value, dy: Value, windows: Windows): void {
  const { time, steps, features, outputs, groups, kernel, stride, dilation, left } = windows;
  const [c, n] = [features / groups, outputs / groups];
  const { weightNorm: isNormed = false, bias } = node.spec;
  const size = outputs * c * kernel;
  const { shards, rows } = e;
  const { isShared } = convGroups(node.spec, features);
  // Gradients of what the parameters are made into go back through it.
  const target = isNormed || isShared ? e.value("d weight", shards * size) : e.partials;
  const [start, shardSize] = isNormed || isShared ? [0, size] : [e.offset("weight"), e.parameterCount];
  const biasTarget = isShared ? e.value("d bias", shards * outputs) : e.partials;
  const ownBias = () =>
    isShared ? { start: 0, shardSize: outputs } : { start: e.offset("bias"), shardSize: e.parameterCount };
  const ofBias = bias ? ownBias() : undefined;
  if (isTiled(c, n, node.spec)) {
    const cut = cutOf(kernel);
    const { parts } = cut;
    const each = e.largeTiles ? 2 : 1;
    const sizes = { time, series: rows, steps, features, outputs, c, n, parts, kernel, groupCount: groups, left };
    const grid = winogradGradientGroups(each, c, n, shards * groups * parts);
    e.run(winogradGradient(each, cut), [x, dy, target], { ...sizes, start, shardSize }, grid);
    if (ofBias) {
      const kernelOfBias = winogradBiasGradient(cut.outputs);
      const biasSizes = { elements: outputs, series: rows, steps, outputs, ...ofBias };
      e.run(kernelOfBias, [dy, biasTarget], biasSizes, blockSumGroups(outputs, shards));
    }
  } else {
    if (isPlain(windows) && !isNormed) {
      const sums = { time, m: n, a: { stride: n } };
      emitRowSums(e, { order: "series" }, [dy, x], { ...sums, n: c, b: { stride: c }, start });
    } else {
      const shape = { time, rows, features, outputs, channels: c, perGroup: n, kernel, stride, dilation, left, steps };
      const common = { series: rows, ...shape, turns: dilation / gcd(stride, dilation) };
      const sizes = { elements: size, ...common, start, shardSize };
      e.run(convGradient(true), [dy, x, target], sizes, blockSumGroups(size, shards));
    }
    if (ofBias) {
      const shape = { time, rows, features, outputs, channels: c, perGroup: n, kernel, stride, dilation, left, steps };
      const common = { series: rows, ...shape, turns: dilation / gcd(stride, dilation) };
      const sizes = { elements: outputs, ...common, ...ofBias };
      e.run(convGradient(false), [dy, biasTarget], sizes, blockSumGroups(outputs, shards));
    }
  }
  if (isShared) {
    emitFolded(e, "weight", target, size / features, features);
    if (bias) emitFolded(e, "bias", biasTarget, outputs / features, features);
  }
  if (!isNormed) return;
  const sizes = { perRow: c * kernel, outputs, v: e.offset("weight_v"), g: e.offset("weight_g") };
  e.map(weightNormBackward, [e.parameters, target, e.partials], shards * outputs, {
    ...sizes,
    shardSize: e.parameterCount,
  });
}

/** Parameters that all channels share, repeated for each channel whenever they have changed. */
function emitRepeated(e: Emitter, name: "weight" | "bias", size: number, channels: number): Value {
  const repeated = e.shared(`${name} repeated`, size * channels);
  e.prepareMap(repeatFilters, [e.parameters, repeated], size * channels, { start: e.offset(name), size });
  return repeated;
}

/** Their gradients from those of all channels. */
function emitFolded(e: Emitter, name: "weight" | "bias", repeated: Value, size: number, channels: number): void {
  const sizes = { start: e.offset(name), size, channels, shardSize: e.parameterCount };
  e.map(foldFilters, [repeated, e.partials], e.shards * size, sizes);
}

/** Weights made of direction and length, whenever these have changed. */
function emitWeightNorm(e: Emitter, node: LayerNode<"conv1d">): Value {
  const { outputs, perRow } = normShape(node);
  const weight = e.shared("weight normed", outputs * perRow);
  const sizes = { perRow, v: e.offset("weight_v"), g: e.offset("weight_g") };
  e.prepareMap(weightNorm, [e.parameters, weight], outputs, sizes);
  return weight;
}

function normShape({ parameters }: LayerNode<"conv1d">): { outputs: number; perRow: number } {
  const shape = parameters.find(({ name }) => name === "weight_v")?.shape ?? [];
  const [outputs = 1] = shape;
  return { outputs, perRow: countValues(shape) / outputs };
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
