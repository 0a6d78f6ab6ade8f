/**
 * The two published families of resamples of the UCR archive: aeon's, which a random state gives, and those of files of indices.
 * Both put training and test files together and draw training sets of the archive's own sizes; resample 0 is the archive's split.
 */
import { TidelabError } from "../../errors/errors.ts";
import { NumpyRandom } from "../../random/numpy.ts";

/** Rows of the training files followed by those of the test files. */
export interface Resample {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/**
 * `aeon.benchmarking.resampling.stratified_resample_data(…, random_state=number)`: class by class, in the order of the class names
 * as NumPy sorts them, the class' series are shuffled, and the first train.
 * @param labels   (N) class name of each series as the file has it, training files first
 * @param trained  series in the training files
 * @param number   0 for the archive's own split
 * @throws TidelabError `split.resampleClasses` where the two files do not have the same classes
 */
export function stratifiedResample(labels: readonly string[], trained: number, number: number): Resample {
  if (number === 0) return archiveSplit(labels.length, trained);
  const inTraining = new Set(labels.slice(0, trained));
  const inTest = new Set(labels.slice(trained));
  const onlyOne = [...inTraining, ...inTest].find((name) => !inTraining.has(name) || !inTest.has(name));
  if (onlyOne !== undefined) throw new TidelabError("split.resampleClasses", { name: onlyOne }, "split");
  const random = new NumpyRandom(number);
  const train: number[] = [];
  const test: number[] = [];
  // Labels are texts in the archive's files: "10" comes before "2".
  for (const name of [...inTraining].sort((a, b) => (a < b ? -1 : 1))) {
    const own = [...labels.keys()].filter((row) => labels[row] === name);
    const taken = own.filter((row) => row < trained).length;
    random.shuffle(own);
    train.push(...own.slice(0, taken));
    test.push(...own.slice(taken));
  }
  return { train: Int32Array.from(train), test: Int32Array.from(test) };
}

/**
 * A row of a pair of files of indices, as published with MiniRocket: one resample a line, numbers between blanks; a line of −1 is the
 * archive's own split.
 * @param count  series in all; `trained` of them in the training files
 * @throws TidelabError `split.indexRow`, `split.index`, with file and line
 */
export function indexedResample(
  files: { readonly train: IndexText; readonly test: IndexText },
  row: number,
  count: number,
  trained: number,
): Resample {
  const train = readRow(files.train, row, count);
  const test = readRow(files.test, row, count);
  if (train.length === trained && test.length === count - trained && train.every(isNone) && test.every(isNone)) {
    return archiveSplit(count, trained);
  }
  const seen = new Set<number>();
  for (const [indices, { name }] of [
    [train, files.train],
    [test, files.test],
  ] as const) {
    for (const index of indices) {
      if (index < 0 || index >= count || seen.has(index)) {
        const problem = seen.has(index) ? "twice" : "range";
        throw new TidelabError("split.index", { index, count, problem }, `${name}:${row + 1}`);
      }
      seen.add(index);
    }
  }
  return { train, test };
}

export interface IndexText {
  /** Of the file, for errors. */
  readonly name: string;
  readonly text: string;
}

function archiveSplit(count: number, trained: number): Resample {
  return {
    train: Int32Array.from({ length: trained }, (_, row) => row),
    test: Int32Array.from({ length: count - trained }, (_, row) => trained + row),
  };
}

function readRow({ name, text }: IndexText, row: number, count: number): Int32Array {
  const lines = text.split(/\r?\n/);
  const rows = lines.at(-1) === "" ? lines.length - 1 : lines.length;
  const line = lines[row];
  if (line === undefined || row >= rows) throw new TidelabError("split.indexRow", { rows, received: row }, name);
  const cells = line.trim().split(/[\s,]+/);
  const wrong = cells.find((cell) => !/^-?\d+$/.test(cell));
  if (wrong !== undefined) {
    throw new TidelabError("split.index", { index: wrong, count, problem: "text" }, `${name}:${row + 1}`);
  }
  return Int32Array.from(cells, Number);
}

function isNone(index: number): boolean {
  return index === -1;
}
