/** The registry of readers: the one place where a format is entered. */
import { arffReader } from "./arff.ts";
import { csvReader } from "./csv-reader.ts";
import { jsonlReader } from "./jsonl.ts";
import { npyReader } from "./npy.ts";
import { npzReader } from "./npz.ts";
import { parquetReader } from "./parquet.ts";
import type { Reader } from "./reader.ts";
import { tsReader } from "./ts.ts";
import { ucrReader } from "./ucr.ts";

/** In the order in which they are asked whether they recognise a file. */
export const readers: readonly Reader[] = [
  npyReader,
  npzReader,
  parquetReader,
  arffReader,
  tsReader,
  ucrReader,
  jsonlReader,
  csvReader,
];

/** Of any other text: nothing marks a CSV as one. */
export const readerOfText = csvReader;
