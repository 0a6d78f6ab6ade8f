/** `tidelab/predict`: files of new series through saved runs, as `tidelab predict` classifies them. Bytes in, answers out; nothing here opens a file. */
import "../errors/classical-errors.ts";
import "../errors/file-errors.ts";

export type { Classified, ClassifiedBy, ClassifiedTable } from "./classify.ts";
export type { LengthNotice } from "./other-lengths.ts";
export { type PredictOptions, predictFile } from "./predict-file.ts";
export { predictionsCsv } from "./predictions-csv.ts";
export { parseWindows } from "./windows.ts";
