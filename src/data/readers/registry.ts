/** The registry of readers: the one place where a format is entered. */
import { csvReader } from "./csv-reader.ts";
import type { Reader } from "./reader.ts";

/** In the order in which they are asked whether they recognise a file; CSV, which nothing marks, is last. */
export const readers: readonly Reader[] = [csvReader];
