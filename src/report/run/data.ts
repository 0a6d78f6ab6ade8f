/** What a report says of the data: the generator's settings, the split, and what was done to the series. */

import type { RunRecord } from "../../runs/record.ts";
import type {
  AugmentKind,
  AugmentSpec,
  AugmentSpecOf,
  TransformKind,
  TransformSpec,
  TransformSpecOf,
} from "../../spec/transforms.ts";
import type { WavesSpec } from "../../spec/waves.ts";
import type { Property } from "../blocks.ts";
import { formatCount, formatNumber, formatSetting, formatShare } from "../formats.ts";
import type { ReportMessages } from "../messages/run.en.ts";

/** Rows of the data section; settings that do nothing are left out. */
export function dataProperties({ data, spec }: RunRecord, texts: ReportMessages): Property[] {
  const { train, val, test, length, channels, classNames, scale, windows } = data;
  const all = train + val + test;
  const part = (count: number) => texts.partOf({ count: formatCount(count), share: formatShare(count / all) });
  const rows: Property[] = [
    ...generatorProperties(spec.data, texts),
    { label: texts.series, path: "data.samples", value: formatCount(all) },
    { label: texts.training, path: "split", value: part(train) },
    { label: texts.validation, path: "split", value: part(val) },
    { label: texts.test, path: "split", value: part(test) },
    { label: texts.steps, path: "data.length", value: formatLengths(spec.data) },
    { label: texts.channels, value: formatCount(channels) },
    { label: texts.classes, path: "data.kinds", value: classNames.join(texts.comma) },
    { label: texts.scale, value: formatNumber(scale) },
  ];
  if (spec.transforms.length === 0) return rows;
  rows.push(
    ...spec.transforms.map((transform, index) => ({
      label: texts.transformNumber({ number: index + 1 }),
      path: "transforms",
      value: describeTransform(transform, texts),
      isLong: true,
    })),
    { label: texts.stepsRead, path: "transforms", value: formatCount(length) },
  );
  if (windows) {
    const counts = {
      train: formatCount(windows.train),
      val: formatCount(windows.val),
      test: formatCount(windows.test),
    };
    rows.push({ label: texts.windows, path: "transforms", value: texts.windowCounts(counts) });
  }
  return rows;
}

/** Rows of the training section. */
export function augmentProperties({ spec }: RunRecord, texts: ReportMessages): Property[] {
  return spec.training.augment.map((augment, index) => {
    const often = augment.p < 1 ? texts.ofTheTime({ share: formatShare(augment.p) }) : "";
    const label = texts.augmentNumber({ number: index + 1 });
    return { label, path: "training.augment", value: `${describeAugmentation(augment, texts)}${often}`, isLong: true };
  });
}

/** Steps of the generated series: `200`, or `120 – 200` where they vary. */
export function formatLengths({ length, minLength = length }: WavesSpec): string {
  return formatRange([minLength, length], formatCount);
}

function generatorProperties(data: WavesSpec, texts: ReportMessages): Property[] {
  const { kinds, noise, noiseType, phase, frequency, amplitude, missing, labelNoise } = data;
  const isFixed = ([low, high]: readonly number[], usual: number) => low === usual && high === usual;
  const isLab = kinds.join() === "sine,square" && noiseType === "white" && isFixed(frequency, 1) && isFixed(phase, 0);
  const source = isLab ? texts.waves : texts.generated({ kinds: texts.list(kinds.map((kind) => texts.kinds[kind])) });
  const rows: Property[] = [
    { label: texts.source, path: "data.kinds", value: source, isLong: true },
    { label: noiseType === "white" ? texts.noise : texts.walk, path: "data.noise", value: formatSetting(noise) },
  ];
  if (!isFixed(frequency, 1))
    rows.push({ label: texts.frequency, path: "data.frequency", value: formatRange(frequency, formatSetting) });
  if (!isFixed(phase, 0))
    rows.push({ label: texts.phase, path: "data.phase", value: formatRange(phase, formatSetting) });
  if (!isFixed(amplitude, 1))
    rows.push({ label: texts.amplitude, path: "data.amplitude", value: formatRange(amplitude, formatSetting) });
  if (missing) {
    const { spans, length, fill } = missing;
    const value = texts.missingSpans({ spans, steps: formatRange(length, formatCount), fill });
    rows.push({ label: texts.missing, path: "data.missing", value, isLong: true });
  }
  if (labelNoise > 0) rows.push({ label: texts.labelNoise, path: "data.labelNoise", value: formatShare(labelNoise) });
  return rows;
}

function formatRange([low, high]: readonly [number, number], format: (value: number) => string): string {
  return low === high ? format(low) : `${format(low)} – ${format(high)}`;
}

function describeTransform<K extends TransformKind>(spec: TransformSpec, texts: ReportMessages): string {
  return (texts.transforms[spec.transform] as (p: TransformSpecOf<K>) => string)(
    roundNumbers(spec) as TransformSpecOf<K>,
  );
}

function describeAugmentation<K extends AugmentKind>(spec: AugmentSpec, texts: ReportMessages): string {
  return (texts.augmentations[spec.augment] as (p: AugmentSpecOf<K>) => string)(roundNumbers(spec) as AugmentSpecOf<K>);
}

/** The texts print the numbers of a spec as they come: a third must not come with sixteen digits. */
function roundNumbers(spec: TransformSpec | AugmentSpec): object {
  const entries = Object.entries(spec).map(([key, value]) => {
    return [key, typeof value === "number" ? Number(formatSetting(value)) : value] as const;
  });
  return Object.fromEntries(entries);
}
