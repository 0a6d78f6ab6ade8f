/**
 * One classifier without gradients on one data set of the archive, in a process of its own, so that nothing is compiled before: prints the
 * seconds from series in memory to the classes of the test series, those from the files on, and the accuracy.
 *
 *     node classical.mjs <folder of the archive> GunPoint mini-rocket
 */
import { readFile } from "node:fs/promises";
import { fitClassifier } from "../../dist/classical/index.js";
import { byteSource, readSeries } from "../../dist/data/readers/index.js";

const [archive = "", name = "", method = ""] = process.argv.slice(2);

/** @param {"TRAIN" | "TEST"} part */
async function read(part) {
  const file = `${name}_${part}.ts`;
  const {
    series,
    channels,
    classNames = [],
  } = await readSeries(byteSource(await readFile(`${archive}/${name}/${file}`), file));
  const length = Math.max(...series.map((one) => one.length));
  const values = new Float32Array(series.length * length * channels);
  for (const [i, one] of series.entries()) values.set(one.values, i * length * channels);
  const labels = Int32Array.from(series, ({ label = "" }) => classNames.indexOf(label));
  return { values, labels, count: series.length, length, channels, classNames };
}

/**
 * Nearest neighbours by the whole table of every pair: what lower bounds and abandoned distances are compared with.
 * @param {Awaited<ReturnType<typeof read>>} train @param {Awaited<ReturnType<typeof read>>} test
 */
function plainNeighbours(train, test) {
  const { length } = train;
  let [previous, current] = [new Float64Array(length + 1), new Float64Array(length + 1)];
  return Int32Array.from({ length: test.count }, (_, i) => {
    let [best, nearest] = [Number.POSITIVE_INFINITY, 0];
    for (let j = 0; j < train.count; j++) {
      previous.fill(Number.POSITIVE_INFINITY);
      previous[0] = 0;
      for (let s = 0; s < length; s++) {
        current[0] = Number.POSITIVE_INFINITY;
        const value = test.values[i * length + s] ?? 0;
        for (let t = 0; t < length; t++) {
          const difference = value - (train.values[j * length + t] ?? 0);
          const [up = 0, left = 0, diagonal = 0] = [previous[t + 1], current[t], previous[t]];
          current[t + 1] = difference * difference + Math.min(up, left, diagonal);
        }
        [previous, current] = [current, previous];
      }
      const distance = previous[length] ?? 0;
      if (distance < best) [best, nearest] = [distance, j];
    }
    return train.labels[nearest] ?? 0;
  });
}

const opened = performance.now();
const [train, test] = [await read("TRAIN"), await read("TEST")];
const started = performance.now();
const answers =
  method === "plain-dtw"
    ? plainNeighbours(train, test)
    : (await fitClassifier(train, /** @type {any} */ ({ method }))).predict(test);
const right = answers.filter((answer, i) => answer === test.labels[i]).length;
const ended = performance.now();
const [seconds, fromFiles] = [started, opened].map((from) => (ended - from) / 1000);
console.log(JSON.stringify({ seconds, fromFiles, accuracy: right / test.count }));
