/** What a classifier needs of a saved run. The record in a run's folder has it, and more. */
import type { FittedClassifier } from "../classical/classifier.ts";
import type { DataSource } from "../data/kinds/kind.ts";
import type { FittedList } from "../data/transforms/apply.ts";
import type { Numerics } from "../engine/device.ts";
import type { Model } from "../model/model.ts";
import type { Spec } from "../spec/spec.ts";

/** The parts of a run's record that say how to feed its model: the record of a net's run and that of a classifier without gradients have them. */
export interface TrainedRecord {
  readonly spec: Pick<Spec, "data" | "transforms">;
  readonly data: {
    readonly length: number;
    readonly channels: number;
    readonly classNames: readonly string[];
    readonly scale: number;
    readonly fitted?: FittedList | undefined;
    /** Of series from files. */
    readonly source?:
      | (Pick<DataSource, "lengths" | "channels"> & Partial<Pick<DataSource, "reading" | "files" | "sampling">>)
      | undefined;
  };
}

/** A saved run, as `readRun` and `loadRun` give it: its model, and the parts of its record that say how to feed it. */
export interface TrainedRun {
  readonly model: Model;
  readonly record: TrainedRecord & { readonly numerics: Numerics };
}

/** A saved run of a classifier without gradients, as `readClassicalRun` and `loadClassicalRun` give it. */
export interface FittedRun {
  readonly classifier: FittedClassifier;
  readonly record: TrainedRecord;
}
