/**
 * What is kept of a classifier without gradients that a benchmark fitted: enough to fit it again and to see whether its answers are the same.
 * It has no weights: they follow from data, settings and seed.
 */
import * as v from "valibot";
import { TidelabError } from "../errors/errors.ts";
import { number, object, record, seed, sha256, share, text, whole } from "../spec/values.ts";

export const classicalRecordSchema = object({
  tidelab: v.literal("classical"),
  version: v.literal(1),
  /** Of the suite. */
  dataset: text,
  model: text,
  seed,
  /** All of the method, seed included. */
  settings: record(),
  /** As the suite has them, with defaults filled in. */
  data: record(),
  split: record(),
  transforms: v.array(v.unknown()),
  /** Files that the series are from, by hash; none where their spec alone gives them. */
  files: v.array(object({ name: text, sha256 })),
  /** Of all series, as `seriesSha256` gives it, and of the series to train on and to test on. */
  dataSha256: sha256,
  trainSha256: sha256,
  testSha256: sha256,
  classNames: v.array(text),
  trained: whole,
  tested: whole,
  /** What training found: the window, or the penalty and how many features there are. */
  found: record<number>(),
  /** Of the answers to the test series, uint32 little-endian. */
  answersSha256: sha256,
  right: whole,
  accuracy: share,
  seconds: object({ fit: number, predict: number }),
  environment: object({ tidelab: text, runtime: text, platform: text }),
});

export type ClassicalRecord = v.InferOutput<typeof classicalRecordSchema>;

/** @throws TidelabError `benchmark.record` for anything else, or for a share that is not that of its counts */
export function parseClassicalRecord(value: unknown, path: string): ClassicalRecord {
  const parsed = v.safeParse(classicalRecordSchema, value);
  const record = parsed.success ? parsed.output : undefined;
  if (record === undefined || record.right > record.tested || record.accuracy !== record.right / record.tested) {
    throw new TidelabError("benchmark.record", undefined, path);
  }
  return record;
}
