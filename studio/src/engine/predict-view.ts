/** New series through a run, as `tidelab predict` classifies them, and as the Predict screen shows them. Computed in the worker of finished runs. */
import { parseWindows, predictFile, predictionsCsv } from "tidelab/predict";
import { type ByteSource, byteSource } from "tidelab/readers";
import * as english from "tidelab/readers/en";
import * as chinese from "tidelab/readers/zh-CN";
import { readRunFiles } from "tidelab/runs";
import { MOST_SHOWN, type PredictAsk, type PredictedFile } from "./run-protocol.ts";

/** Bytes of a page's memory that a file may take: its series take as much again. */
const MOST_BYTES = 512 * 1024 * 1024;

/** The browser gives no byte of a file that was changed, moved or locked after it was chosen. */
class FileUnreadable extends Error {
  override name = "FileUnreadable";
}

function sourceOf(file: File): ByteSource {
  const { name, size, stream } = byteSource(file);
  return {
    name,
    size,
    async *stream() {
      try {
        yield* stream();
      } catch (cause) {
        throw new FileUnreadable(`${name} cannot be read`, { cause });
      }
    },
  };
}

export async function predictView(ask: PredictAsk): Promise<PredictedFile | "changed" | "large"> {
  const { files, folder, file, reading, fill, anyLength } = ask;
  const windows = ask.windows === "" ? undefined : parseWindows(ask.windows);
  if (file.size > MOST_BYTES) return "large";
  const run = readRunFiles(new Map(files), folder);
  const table = await predictFile(run, sourceOf(file), { reading, fill, anyLength, windows }).catch(
    (error: unknown) => {
      if (error instanceof FileUnreadable) return "changed" as const;
      throw error;
    },
  );
  if (table === "changed") return table;
  const { classNames } = table;
  const shown = Math.min(table.count, MOST_SHOWN);
  const names: string[] = [];
  const lengths = new Int32Array(shown);
  const predicted = new Int32Array(shown);
  const labels = new Int32Array(shown);
  const probabilities = new Float32Array(shown * classNames.length);
  const counts = classNames.map(() => 0);
  let [row, labelled, correct] = [0, 0, 0];
  for (const one of table.rows()) {
    const found = classNames.indexOf(one.predicted);
    counts[found]!++;
    if (one.label !== undefined) labelled++;
    if (one.label === one.predicted) correct++;
    if (row < shown) {
      names.push(one.series);
      lengths[row] = one.length;
      predicted[row] = found;
      labels[row] = one.label === undefined ? -1 : classNames.indexOf(one.label);
      probabilities.set(one.probabilities ?? [], row * classNames.length);
    }
    row++;
  }
  return {
    ...{ name: file.name, count: table.count, classNames, counts, labelled, correct },
    ...{ names, lengths, predicted, labels, probabilities },
    csv: new Blob([...predictionsCsv(table)], { type: "text/csv" }),
    notices: table.notices.map((notice) => ({
      en: english.describeNotice(notice),
      "zh-CN": chinese.describeNotice(notice),
    })),
    otherLengths: table.lengths,
  };
}
