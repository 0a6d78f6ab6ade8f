/** `tidelab/readers`: time series from files of other programs. Bytes or text in, series out; nothing here opens a file. */
import "../../errors/file-errors.ts";

export {
  type CsvNotice,
  type CsvOptions,
  type ExpectedSeries,
  readSeriesCsv,
  SeriesCsvReader,
  type TableShape,
} from "./csv.ts";
export type { Series, SeriesTable } from "./reader.ts";
export { decodeText, type TextKind, TextReader } from "./text.ts";
