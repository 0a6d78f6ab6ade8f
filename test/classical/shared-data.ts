/** Real series from ../shared/data, where that folder is there: tests that need them are skipped elsewhere. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { TimeSeriesDataset } from "../../src/data/dataset.ts";
import { byteSource, readSeries } from "../../src/data/readers/index.ts";

const folder = fileURLToPath(new URL("../../../shared/data/", import.meta.url));
export const hasSharedData = existsSync(folder);

/** A part of an archive's data set, its classes in the order in which the file declares them. */
export async function readArchive(name: string, part: "TRAIN" | "TEST"): Promise<TimeSeriesDataset> {
  const file = `${name}_${part}.ts`;
  const bytes = readFileSync(`${folder}ucr/${name}/${file}`);
  const { series, channels, classNames = [] } = await readSeries(byteSource(bytes, file));
  const lengths = Int32Array.from(series, (one) => one.length);
  const length = lengths.reduce((a, b) => Math.max(a, b));
  const values = new Float32Array(series.length * length * channels);
  for (const [i, one] of series.entries()) values.set(one.values, i * length * channels);
  const labels = Int32Array.from(series, ({ label }) => classNames.indexOf(label ?? ""));
  const dataset = { values, labels, count: series.length, length, channels, classNames };
  return lengths.every((steps) => steps === length) ? dataset : { ...dataset, lengths };
}
