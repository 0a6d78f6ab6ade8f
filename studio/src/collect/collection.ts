/** Series that are collected by hand, with their classes: plain data, what can be done with them, and the table that they become. */
import { CHANNELS, type SensorName } from "./sensors.ts";

export interface CollectedClass {
  readonly key: number;
  readonly name: string;
}

export interface CollectedSeries {
  readonly key: number;
  /** Of its class. */
  readonly class: number;
  /** (T, C), row-major. */
  readonly values: readonly number[];
}

export interface Collection {
  /** Begins the name of the file. */
  readonly name: string;
  readonly sensor: SensorName;
  /** Steps a second. */
  readonly rate: number;
  readonly seconds: number;
  readonly classes: readonly CollectedClass[];
  readonly series: readonly CollectedSeries[];
  /** Of the table that was trained on last. */
  readonly sha256?: string | undefined;
}

export const stepsOf = ({ rate, seconds }: Pick<Collection, "rate" | "seconds">) => Math.round(rate * seconds);
export const channelsOf = ({ sensor }: Pick<Collection, "sensor">) => CHANNELS[sensor];

const nextKey = (list: readonly { readonly key: number }[]) => Math.max(0, ...list.map(({ key }) => key)) + 1;

export function withClass(collection: Collection, name: string): Collection {
  return { ...collection, classes: [...collection.classes, { key: nextKey(collection.classes), name }] };
}

export function renamed(collection: Collection, key: number, name: string): Collection {
  return { ...collection, classes: collection.classes.map((one) => (one.key === key ? { ...one, name } : one)) };
}

/** Its series go with it. */
export function withoutClass(collection: Collection, key: number): Collection {
  return {
    ...collection,
    classes: collection.classes.filter((one) => one.key !== key),
    series: collection.series.filter((one) => one.class !== key),
  };
}

export function withSeries(collection: Collection, of: number, values: readonly number[]): Collection {
  return { ...collection, series: [...collection.series, { key: nextKey(collection.series), class: of, values }] };
}

export function withoutSeries(collection: Collection, key: number): Collection {
  return { ...collection, series: collection.series.filter((one) => one.key !== key) };
}

export type NameProblem = "empty" | "twice";

/** What is wrong with the name of a class; undefined for one that will do. */
export function nameProblem({ classes }: Collection, key: number): NameProblem | undefined {
  const name = classes.find((one) => one.key === key)?.name.trim() ?? "";
  if (name === "") return "empty";
  return classes.some((one) => one.key !== key && one.name.trim() === name) ? "twice" : undefined;
}

/** Why no model can be trained on it yet. */
export function whyNotYet(collection: Collection): "names" | "classes" | "series" | undefined {
  if (collection.classes.some(({ key }) => nameProblem(collection, key) !== undefined)) return "names";
  const counts = collection.classes.map(({ key }) => collection.series.filter((one) => one.class === key).length);
  if (counts.filter((count) => count > 0).length < 2) return "classes";
  return counts.some((count) => count > 0 && count < LEAST_SERIES) ? "series" : undefined;
}

/** Series of a class that training, validation and test can be drawn from. */
export const LEAST_SERIES = 4;

function quote(text: string): string {
  return /[",\n\r]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A row a step: `series,time,label` and the channels; times in seconds. Every reader of the package reads it as these numbers. */
export function collectedCsv(collection: Collection): string {
  const { classes, series, rate } = collection;
  const channels = channelsOf(collection);
  const lines = [["series", "time", "label", ...channels].join(",")];
  for (const one of series) {
    const label = quote(classes.find(({ key }) => key === one.class)?.name.trim() ?? "");
    const steps = one.values.length / channels.length;
    for (let step = 0; step < steps; step++) {
      const values = one.values.slice(step * channels.length, (step + 1) * channels.length);
      lines.push([one.key, Number((step / rate).toFixed(6)), label, ...values].join(","));
    }
  }
  return `${lines.join("\n")}\n`;
}
