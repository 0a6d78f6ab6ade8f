/** What reports say of generated waves: which wave forms, how they vary, what spoils them. */
import type { WavesSpec } from "../../spec/waves.ts";
import type { Property } from "../blocks.ts";
import { formatCount, formatSetting, formatShare } from "../formats.ts";
import type { ReportMessages } from "../messages/run.en.ts";
import type { DataDescription, DescribedRun } from "./kind.ts";

export const wavesDescription: DataDescription<WavesSpec> = {
  source,
  lengths: ({
    spec: {
      data: { length, minLength = length },
    },
  }) => formatRange([minLength, length], formatCount),
  paths: { count: "data.samples", lengths: "data.length", classes: "data.kinds" },
  // They are new with every seed.
  isSharedBySeeds: false,
};

function source({ spec: { data } }: DescribedRun<WavesSpec>, texts: ReportMessages): Property[] {
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
