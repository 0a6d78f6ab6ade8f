// Draws the README's pictures, docs/figures/*.png, from a run of the lab: its learning curves, and where the model looks in
// two test series of each class. Not part of the build; run it by hand after a change of the figures:
//     npx tidelab lab --out /tmp/lab && node scripts/readme-figures.mjs /tmp/lab
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { evaluate, loadData, loadRun, makeFigures, renderPng } from "tidelab";

const folder = fileURLToPath(new URL("../docs/figures/", import.meta.url));
/** A README is a page to load: no picture may weigh more. */
const MOST_BYTES = 80_000;
const PER_CLASS = 2;

const { record, model } = await loadRun(process.argv[2] ?? "");
const loaded = await loadData(record.spec);
const data = { ...loaded, test: firstOfEachClass(loaded.test) };
const evaluation = await evaluate(model, data.test, { numerics: record.numerics });
mkdirSync(folder, { recursive: true });
for (const [language, suffix] of [
  ["en", ""],
  ["zh-CN", ".zh-CN"],
]) {
  for (const { name, svg } of makeFigures({ record, data, evaluation }, language)) {
    if (name !== "learning-curves" && name !== "attention") continue;
    // The shipped font alone, so that the pictures come out the same on every machine.
    const png = renderPng(svg, { scale: 1, systemFonts: false });
    if (png.length > MOST_BYTES)
      throw new Error(`${name}: expected at most ${MOST_BYTES} bytes, received ${png.length}`);
    writeFileSync(`${folder}${name}${suffix}.png`, png);
    console.log(`${name}${suffix}.png`, png.length, "bytes");
  }
}

function firstOfEachClass({ values, labels, length, channels, classNames }) {
  const rows = classNames.flatMap((_, label) =>
    [...labels.keys()].filter((row) => labels[row] === label).slice(0, PER_CLASS),
  );
  const size = length * channels;
  const picked = new Float32Array(rows.length * size);
  for (const [at, row] of rows.entries()) picked.set(values.subarray(row * size, (row + 1) * size), at * size);
  const pickedLabels = Int32Array.from(rows, (row) => labels[row]);
  return { values: picked, labels: pickedLabels, count: rows.length, length, channels, classNames };
}
