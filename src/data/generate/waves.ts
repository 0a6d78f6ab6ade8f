/**
 * Generated series: wave forms under noise, by default the lab's data set exactly as its notebook makes it. Not a split
 * (see `split.ts`), which continues the same random stream, nor label noise, which only the training split gets.
 */
import { TidelabError } from "../../errors/errors.ts";
import type { NumpyRandom } from "../../random/numpy.ts";
import type { MissingSpec, WaveKind, WavesSpec } from "../../spec/waves.ts";
import { linspace } from "../interpolate.ts";
import type { LoadProgress, RawSeries } from "../kinds/kind.ts";
import { loseSpans } from "./missing.ts";
import { waveForms } from "./wave-forms.ts";

/** As in a spec, where each is explained; what is left out has the spec's default. `samples` counts series of all kinds. */
export type WavesOptions = Partial<Omit<WavesSpec, "kind" | "labelNoise">>;

type Random = Pick<NumpyRandom, "normal" | "uniform" | "randint">;
type Range = readonly [low: number, high: number];

const LAB_KINDS: WaveKind[] = ["sine", "square"];
const LAB_RANGE: Range = [1, 1];
/** Values between two reports of progress: some milliseconds. */
const VALUES_PER_PIECE = 2 ** 16;

/**
 * Waves under noise, piece by piece; without options as `build_dataset` of the lab's notebook makes them, bit for bit. Values
 * become float32; whoever takes them divides by `scale`.
 * @param random  NumPy's seed 7 is the lab's. A series draws, before the next one does: its length, amplitude, frequency
 *   and phase, each only where it varies; a normal for each of its steps; its missing spans
 * @returns (N, T, 1), classes in turn: sine, square, sine, …; with `lengths` where they vary, and zeros behind a short series;
 *   and as `scale` the largest magnitude (float32), or 1 where nothing is to be divided
 * @throws TidelabError for options that make no series, and when nothing or infinity would be divided by
 */
export function* makeWaves(options: WavesOptions, random: Random): Generator<LoadProgress, RawSeries> {
  const { samples = 1200, length = 200, noise = 0.15, noiseType = "white", kinds = LAB_KINDS } = options;
  const { phase = [0, 0], frequency = LAB_RANGE, amplitude = LAB_RANGE, minLength = length, missing } = options;
  if (!Number.isInteger(samples) || samples < kinds.length) {
    throw new TidelabError("data.wavesSamples", { least: kinds.length, received: samples }, "samples");
  }
  if (!Number.isInteger(length) || length < 1)
    throw new TidelabError("data.wavesLength", { received: length }, "length");
  if (!Number.isFinite(noise) || noise < 0) throw new TidelabError("data.wavesNoise", { received: noise }, "noise");
  checkLengths(length, minLength, missing);

  const times = linspace(0, 2 * Math.PI, length);
  const count = Math.floor(samples / kinds.length) * kinds.length;
  const values = new Float32Array(count * length);
  const labels = Int32Array.from({ length: count }, (_, row) => row % kinds.length);
  const lengths = new Int32Array(count);
  const isWalk = noiseType === "randomWalk";
  const formOf = cachedForms(kinds, times);
  const perPiece = Math.max(1, Math.floor(VALUES_PER_PIECE / length));
  for (const [row, label] of labels.entries()) {
    const steps = minLength < length ? random.randint(minLength, length + 1) : length;
    const height = draw(amplitude, random);
    const form = formOf(label, draw(frequency, random), 2 * Math.PI * draw(phase, random));
    const series = new Float64Array(steps);
    let walked = 0;
    for (let t = 0; t < steps; t++) {
      const drawn = random.normal(0, noise);
      walked += drawn;
      series[t] = height * form[t]! + (isWalk ? walked : drawn);
    }
    if (missing) loseSpans(series, missing, random);
    values.set(series, row * length);
    lengths[row] = steps;
    if ((row + 1) % perPiece === 0 || row + 1 === count) yield { done: row + 1, total: count };
  }
  const scale = findScale(values, options.scale ?? "max", length, noise);
  const dataset = { values, labels, count, length, channels: 1, classNames: kinds };
  return { dataset: minLength < length ? { ...dataset, lengths } : dataset, scale };
}

function checkLengths(length: number, minLength: number, missing: MissingSpec | undefined): void {
  if (minLength > length)
    throw new TidelabError("data.wavesMinLength", { length, received: minLength }, "data.minLength");
  const longest = missing?.length[1] ?? 0;
  if (longest > minLength) {
    throw new TidelabError("data.wavesMissing", { shortest: minLength, received: longest }, "data.missing.length");
  }
}

function draw([low, high]: Range, random: Random): number {
  return low < high ? random.uniform(low, high) : low;
}

/** Values of a wave at all times; the last ones of each kind are kept, because where nothing varies they are always the same. */
function cachedForms(kinds: readonly WaveKind[], times: readonly number[]) {
  const kept = kinds.map(() => ({ frequency: Number.NaN, shift: Number.NaN, values: [] as number[] }));
  return (label: number, frequency: number, shift: number): readonly number[] => {
    const last = kept[label]!; // one a label
    if (last.frequency === frequency && last.shift === shift) return last.values;
    const form = waveForms[kinds[label]!];
    const values = times.map((time) => form(time, frequency, shift));
    kept[label] = { frequency, shift, values };
    return values;
  };
}

/** The largest magnitude, or 1 where nothing is to be divided. */
function findScale(values: Float32Array, scale: "max" | "none", length: number, noise: number): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  // NumPy warns and continues with NaN here; training would notice only when its loss is NaN.
  if (!Number.isFinite(largest) || (largest === 0 && scale === "max")) {
    throw new TidelabError("data.wavesScale", { largest, length, noise });
  }
  return scale === "none" ? 1 : largest;
}
