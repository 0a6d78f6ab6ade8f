/**
 * A run of a classifier without gradients, from its spec to its record: data, fitting, test. It writes nothing and runs anywhere;
 * `node/runs/classical-folder.ts` saves what it leaves.
 */
import { littleEndianIntegers } from "../../bytes/little-endian.ts";
import { sha256Hex, sha256OfText } from "../../bytes/sha256.ts";
import { type FittedClassifier, fitClassifier } from "../../classical/classifier.ts";
import type { DataFile, SeriesFiles } from "../../data/kinds/kind.ts";
import { type LoadedData, loadData } from "../../data/load.ts";
import { classificationReport } from "../../metrics/classification-report.ts";
import { confusionMatrix } from "../../metrics/confusion-matrix.ts";
import { describeEnvironment } from "../environment.ts";
import { preparationSha256 } from "../record.ts";
import { sourceRecord } from "../source-record.ts";
import { CLASSIFIER, type ClassicalRunRecord } from "./record.ts";
import { type ClassicalSpec, settingsOf } from "./spec.ts";

/** Where the series of a run come from, and who hears of them. */
export interface ClassicalRunOptions {
  /** Reads the files that the spec names. */
  readonly files?: SeriesFiles | undefined;
  /** Files that a record of the run names: others in their places are refused. */
  readonly expectedFiles?: readonly DataFile[] | undefined;
  /** Receives the series before the classifier is fitted to them; what it throws ends the run. */
  onData?(data: LoadedData): void;
}

/** What a run leaves. */
export interface FinishedClassicalRun {
  readonly record: ClassicalRunRecord;
  readonly classifier: FittedClassifier;
  /** Text of the file with the fitted classifier, whose hash the record has. */
  readonly classifierText: string;
  readonly data: LoadedData;
  /** Answers to the test series. */
  readonly predicted: Int32Array;
}

/**
 * Fits a classifier to the training series of a spec and tests it. The result is the same on every host and does not depend on threads:
 * there is one.
 * @param spec  as `parseClassicalSpec` gives it
 * @throws TidelabError `classical.…` and `data.…` for series that the method cannot take
 */
export async function runClassicalSpec(
  spec: ClassicalSpec,
  { files, expectedFiles, onData }: ClassicalRunOptions = {},
): Promise<FinishedClassicalRun> {
  const startedAt = new Date().toISOString();
  const data = await loadData(spec, { files, expected: expectedFiles });
  onData?.(data);
  const { train, test } = data;
  const started = performance.now();
  const classifier = await fitClassifier(train, settingsOf(spec));
  const fitted = performance.now();
  const predicted = classifier.predict(test);
  const done = performance.now();
  const names = [...test.classNames];
  const matrix = confusionMatrix(test.labels, predicted, names.length);
  const report = classificationReport(matrix, names);
  const classifierText = `${JSON.stringify(classifier)}\n`;
  const { length, channels } = train;
  const learnt = data.fitted.map((one) => one && { offset: [...one.offset], divisor: [...one.divisor] });
  const prepared = {
    length,
    channels,
    classNames: names,
    scale: data.scale,
    ...(learnt.length > 0 && { fitted: learnt }),
  };
  const record: ClassicalRunRecord = {
    kind: "classical",
    version: 1,
    name: spec.name,
    startedAt,
    spec,
    data: {
      train: train.count,
      test: test.count,
      ...prepared,
      sha256: data.sha256,
      preparationSha256: preparationSha256(prepared),
      ...(data.source && { source: sourceRecord(data.source) }),
    },
    found: { ...classifier.found },
    test: { accuracy: report.accuracy, labels: [...names], confusionMatrix: matrix, report },
    answersSha256: sha256Hex(littleEndianIntegers(predicted)),
    seconds: { fit: (fitted - started) / 1000, predict: (done - fitted) / 1000 },
    environment: await describeEnvironment(),
    files: { [CLASSIFIER]: sha256OfText(classifierText) },
  };
  return { record, classifier, classifierText, data, predicted };
}
