/** `tidelab/readers`: time series from files of other programs. Bytes or text in, series out; nothing here opens a file. */
import "../../errors/file-errors.ts";

export { nameListOf, namesIn } from "../../errors/flag-value.ts";
export { readLikeTraining } from "../../inference/new-series/read-like-training.ts";
export type { NewTable } from "../../inference/new-series/trained-channels.ts";
export type { Choices } from "../files/default-spec.ts";
export { openSeriesFiles } from "../files/given-files.ts";
export { type PlannedFile, type PlanOptions, planTraining, type TrainingPlan } from "../files/plan-training.ts";
export type { SeriesTables } from "../files/series-files.ts";
export type { ChannelSummary, DataSummary } from "../inspect/describe.ts";
export { type DataFindings, inspectData } from "../inspect/inspect.ts";
export type { Leak, LeakReport } from "../inspect/leaks.ts";
export {
  type CsvOptions,
  type ExpectedSeries,
  readSeriesCsv,
  SeriesCsvReader,
  type TableShape,
} from "./csv.ts";
export { type ByteSource, byteSource, type ReadProgress } from "./input/source.ts";
export { decodeText, type TextKind, TextReader } from "./input/text.ts";
export type { CsvNotice, ReaderNotice } from "./notices.ts";
export { formatOf, readSeries } from "./read-series.ts";
export type {
  ColumnOptions,
  FormatName,
  MissingValues,
  ReadContext,
  ReadOptions,
  Sampling,
  Series,
  SeriesReading,
  SeriesTable,
  SkippedSeries,
} from "./reader.ts";
export { readers } from "./registry.ts";
