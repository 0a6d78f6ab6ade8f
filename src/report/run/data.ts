/** What a report says of the data: where the series come from, the split, and what was done to the series. */

import type { RunRecord } from "../../runs/record.ts";
import type { DataSpec } from "../../spec/data.ts";
import type {
  AugmentKind,
  AugmentSpec,
  AugmentSpecOf,
  TransformKind,
  TransformSpec,
  TransformSpecOf,
} from "../../spec/transforms.ts";
import type { Property } from "../blocks.ts";
import { descriptionOf } from "../data-kinds/index.ts";
import type { DescribedRun } from "../data-kinds/kind.ts";
import { formatCount, formatNumber, formatSetting, formatShare } from "../formats.ts";
import type { ReportMessages } from "../messages/run.en.ts";

/** Rows of the data section; settings that do nothing are left out. */
export function dataProperties(record: DescribedRun<DataSpec>, texts: ReportMessages): Property[] {
  const { data, spec } = record;
  const { train, val, test, length, channels, classNames, scale, windows } = data;
  const description = descriptionOf(spec.data);
  const validatesOnTraining = spec.split.val === "train";
  const all = validatesOnTraining ? train + test : train + val + test;
  const part = (count: number) => texts.partOf({ count: formatCount(count), share: formatShare(count / all) });
  const rows: Property[] = [
    ...description.source(record, texts),
    { label: texts.series, path: description.paths.count, value: formatCount(all) },
    { label: texts.training, path: "split", value: part(train) },
    { label: texts.validation, path: "split", value: validatesOnTraining ? texts.theTrainingSeries : part(val) },
    { label: texts.test, path: "split", value: part(test) },
    { label: texts.steps, path: description.paths.lengths, value: description.lengths(record) },
    { label: texts.channels, value: formatCount(channels) },
    { label: texts.classes, path: description.paths.classes, value: classNames.join(texts.comma) },
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
