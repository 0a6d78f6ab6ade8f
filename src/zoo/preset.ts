/** What a preset is: a model for data of a shape, and the training that its paper describes. No preset itself; those are one a file. */
import type { ModelInput, TrainingInput } from "../spec/spec.ts";

/** Shape of the data that a preset is built for. */
export interface DataShape {
  /** Time steps of a series, of the longest where they differ. */
  readonly length: number;
  readonly channels: number;
  readonly classes: number;
}

/** A model with a record: how it is built for some data, and how its authors trained it. */
export interface Preset<Options extends object = object> {
  /** As in publications: `InceptionTime`. */
  readonly title: string;
  /** Authors, year and where to read it. */
  readonly paper: string;
  /**
   * The model for data of this shape.
   * @param options  the preset's own, as its function takes them
   */
  model(shape: DataShape, options?: Options): ModelInput;
  /**
   * The authors' training, as far as a spec can say it.
   * @param count  series to train on: some batch sizes depend on it
   */
  training(count: number): TrainingInput;
}
