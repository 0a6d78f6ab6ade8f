/** Models that race: four families, as large as each other unless the user wants one size for all. */
import type { SpecInput } from "tidelab";
import type { Family, SweepInput } from "tidelab/sweep";

export const RACERS = ["LSTM", "GRU", "RNN", "CNN"] as const;
export type Racer = (typeof RACERS)[number];

/** Parameters that racers are matched to. */
export const SIZES = [1000, 3000, 10_000] as const;
/** Hidden units, and channels of a CNN's first block, where they are not matched. */
const SAME_WIDTH = 16;

export interface RaceChoice {
  readonly base: Omit<SpecInput, "model">;
  /** Channels and classes of the data. */
  readonly channels: number;
  readonly classes: number;
  readonly racers: readonly Racer[];
  /** Parameters of each; undefined for the same width of all. */
  readonly parameters: number | undefined;
  readonly seed: number;
}

export interface RaceModel {
  readonly racer: Racer;
  readonly size: number;
  readonly parameters: number;
  readonly model: SpecInput["model"];
}

type Choice = Pick<RaceChoice, "channels" | "classes" | "racers" | "parameters">;

/** The model of each racer. @throws RangeError where no size of a family has so many parameters */
export async function raceModels({ channels, classes, racers, parameters }: Choice): Promise<RaceModel[]> {
  const { cnnFamily, countParameters, matchParameters, recurrentFamily } = await import("tidelab/sweep");
  const shape = { length: 32, channels, classes };
  return racers.map((racer) => {
    const cell = racer.toLowerCase() as "lstm" | "gru" | "rnn";
    const family: Family = racer === "CNN" ? cnnFamily(classes) : recurrentFamily(cell, classes);
    if (parameters !== undefined) return { racer, ...matchParameters(family, parameters, shape) };
    const model = family(SAME_WIDTH);
    return { racer, size: SAME_WIDTH, parameters: countParameters(model, shape), model };
  });
}

/** The race as a sweep: its arms differ in the model alone. */
export function raceSweep({ base, seed }: RaceChoice, models: readonly RaceModel[]): SweepInput {
  const [first] = models;
  if (first === undefined) throw new RangeError("a race has racers");
  const options = Object.fromEntries(models.map(({ racer, model }) => [racer, { model }]));
  return {
    name: "race",
    base: { ...base, name: "race", seed, model: first.model } as Record<string, unknown>,
    axes: [{ name: "model", options }],
    seeds: [seed],
  };
}
