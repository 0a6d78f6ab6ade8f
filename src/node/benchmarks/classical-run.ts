/** Fits one classifier without gradients for a benchmark and keeps its record; or fits it again, to see whether its answers are the same. */
import { join } from "node:path";
import { type ClassicalRecord, parseClassicalRecord } from "../../benchmark/record.ts";
import type { SuiteDataset } from "../../benchmark/suite.ts";
import { canonical } from "../../bytes/canonical.ts";
import { littleEndianIntegers } from "../../bytes/little-endian.ts";
import { sha256Hex } from "../../bytes/sha256.ts";
import { fitClassifier } from "../../classical/classifier.ts";
import type { ClassifierSettings, ResolvedSettings } from "../../classical/settings.ts";
import { findChanged, type SeriesHashes } from "../../data/files/changed-files.ts";
import type { SeriesFiles } from "../../data/kinds/kind.ts";
import { loadData } from "../../data/load.ts";
import { seriesSha256 } from "../../data/series-hash.ts";
import { TidelabError } from "../../errors/errors.ts";
import { VERSION } from "../../version.ts";
import { readTextIfThere, replaceFile } from "../files.ts";

/** A model without gradients on a data set with a seed. */
export interface ClassicalJob {
  readonly dataset: string;
  readonly model: string;
  readonly seed: number;
  readonly source: SuiteDataset;
  readonly settings: ResolvedSettings;
  /** Of its series as they are now, where they are from files. */
  readonly series: SeriesHashes | undefined;
  /** Where its record is kept. */
  readonly folder: string;
}

const RECORD = "classical.json";

/** Fits, predicts, and writes the record. */
export async function runClassical(job: ClassicalJob, files: SeriesFiles): Promise<ClassicalRecord> {
  const record = await fitAndTest(job, files);
  await replaceFile(join(job.folder, RECORD), `${JSON.stringify(record, undefined, 2)}\n`);
  return record;
}

async function fitAndTest(job: ClassicalJob, files: SeriesFiles): Promise<ClassicalRecord> {
  const { dataset, model, seed, source } = job;
  const { data, split, transforms } = source;
  const settings = seeded(job);
  const loaded = await loadData({ data, split, transforms, seed }, { files });
  const { train, test } = loaded;
  const started = performance.now();
  const classifier = await fitClassifier(train, settings as ClassifierSettings);
  const fitted = performance.now();
  const answers = classifier.predict(test);
  const predicted = performance.now();
  const right = answers.filter((answer, i) => answer === test.labels[i]).length;
  return {
    tidelab: "classical",
    version: 1,
    dataset,
    model,
    seed,
    settings: { ...settings },
    ...sourceOf(job),
    files: (loaded.source?.files ?? []).map(({ name, sha256 }) => ({ name, sha256 })),
    dataSha256: loaded.sha256,
    trainSha256: seriesSha256(train),
    testSha256: seriesSha256(test),
    classNames: [...test.classNames],
    trained: train.count,
    tested: test.count,
    found: { ...classifier.found },
    answersSha256: sha256Hex(littleEndianIntegers(answers)),
    right,
    accuracy: right / test.count,
    seconds: { fit: (fitted - started) / 1000, predict: (predicted - fitted) / 1000 },
    environment: {
      tidelab: VERSION,
      runtime: `Node ${process.versions.node}`,
      platform: `${process.platform} ${process.arch}`,
    },
  };
}

/** The method's settings with the run's seed, where it draws anything. */
function seeded({ settings, seed }: ClassicalJob): ResolvedSettings {
  return "seed" in settings ? { ...settings, seed } : settings;
}

/** Plain JSON of what the series are. */
function sourceOf({
  source: { data, split, transforms },
}: ClassicalJob): Pick<ClassicalRecord, "data" | "split" | "transforms"> {
  return JSON.parse(JSON.stringify({ data, split, transforms })) as Pick<
    ClassicalRecord,
    "data" | "split" | "transforms"
  >;
}

/**
 * The record of a job; undefined where it was not run yet.
 * @throws TidelabError `benchmark.record` for a damaged one, `benchmark.otherRecord` for one of other data or settings
 */
export async function recordOfJob(job: ClassicalJob): Promise<ClassicalRecord | undefined> {
  const path = join(job.folder, RECORD);
  const text = await readTextIfThere(path);
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new TidelabError("benchmark.record", undefined, path, { cause });
  }
  const record = parseClassicalRecord(value, path);
  const { data, split, transforms, settings, seed } = record;
  const wanted = { ...sourceOf(job), settings: seeded(job), seed: job.seed };
  if (canonical({ data, split, transforms, settings, seed }) !== canonical(wanted)) {
    throw new TidelabError("benchmark.otherRecord", undefined, path);
  }
  return record;
}

/** @throws TidelabError `benchmark.otherData` where the files of a record were changed since */
export function checkFiles({ series, folder }: ClassicalJob, { dataSha256, files }: ClassicalRecord): void {
  const changed = series && findChanged({ sha256: dataSha256, files }, series);
  if (changed) throw new TidelabError("benchmark.otherData", { files: changed.join(", ") }, join(folder, RECORD));
}

/** Keys of a record that a second fit must give again. */
const CHECKED = [
  "files",
  "dataSha256",
  "trainSha256",
  "testSha256",
  "classNames",
  "trained",
  "tested",
  "found",
  "answersSha256",
  "right",
] as const;

/**
 * Fits again what a record says.
 * @returns the keys of the record that differ; none where it is verified
 */
export async function verifyClassical(
  job: ClassicalJob,
  record: ClassicalRecord,
  files: SeriesFiles,
): Promise<string[]> {
  const again = await fitAndTest(job, files);
  return CHECKED.filter((key) => canonical(again[key]) !== canonical(record[key]));
}
