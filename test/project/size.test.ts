/** What is shipped stays small. A limit is raised only in the commit that needs it, with the reason. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { pack, readPacked } from "./packed.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

describe("size", () => {
  // Decisions 020 and 062 say what had to go for this, and what is left of the tricks. Above 60 kB: checks of hand-made data (0.7),
  // bounds of memory (1.0), JSON without
  // recursion (0.4), a stratified split (0.4), everything wrong at once, a pooling, hosts without workers, sums in blocks (0.4), sessions
  // of a device and its lowerings (0.6), layers computed in TypeScript (0.4), data that load asynchronously, can be aborted and have a
  // hash (0.5). Above 65.7: layers of the zoo's networks (kernels 1.8, shapes, lowerings and texts 2.7); the schema of series from files and of their splits
  // (1.0), what reads them is in tidelab/readers; a spec that was not parsed is refused (0.2); rows of series
  // sent to workers in place of all series (0.3).
  // Above 72.8: changes of a training while it runs, their schema, checks and texts (0.9); labels that were corrected, and what evaluating and predicting also offer (0.5);
  // kernels for narrow panels, softmax and masks (0.8).
  // Above 75.1: the names of what a lens may look at, in every lowering (0.25).
  // Above 75.4: cycles of the learning rate and their snapshots (0.35).
  // Above 75.9: kernels for six rows of a product (0.1). Above 76.3: convolutions in two phases, six rows of gradients (1.0).
  // Above 77.7: kernels for attention in rows, and for whole vectors without calls (1.6).
  // Above 79.9: the series of sine, in variables (0.1). Above 80.1: attention with numbers for distances, filters that channels share (1.4).
  it("the browser bundle of library and kernels is under 81.6 kB gzipped", async () => {
    const { outputFiles } = await build({
      entryPoints: [`${root}dist/index.js`],
      bundle: true,
      minify: true,
      format: "esm",
      platform: "browser",
      write: false,
      logLevel: "silent",
    });
    const [bundle] = outputFiles;
    expect(bundle?.text).toContain("weight_ih"); // the layers are in it
    expect(bundle?.text).not.toMatch(/from\s*"node:/);
    expect(gzipSync(bundle!.contents, { level: 9 }).length).toBeLessThan(81_600);
  });

  // Above 1 MB: readers of series files, the zoo's networks and their documents. Above 1.1: benchmarks, with their schema. Above 1.2: errors of reading. Above
  // 1.25: the studio, with the engine in its workers (0.22), and runs of classifiers without gradients (0.03),
  // kernels for narrow panels (0.01, in each of the studio's workers). Above 1.55: kernels of all layers for the GPU (0.04). Above 1.62: the
  // studio's Data screen and its worker, which has all readers of series files (0.06).
  // Also above 1.6: the queue (0.04), and the texts of errors in Chinese in the studio (0.02).
  // The worker of finished runs, with the report and its figures (0.09). Readers of own files in the studio, in two of its workers (0.11). Its Report and the
  // gates of Explain (0.02).
  // Above 2 MB: screens and subpaths of the studio (0.06), and decoders of Parquet's compressions in the studio (0.08), most of it Brotli's dictionary.
  // Above 2.2: new files, series by hand, the palette, occlusion and fields, exercises, assignments and their check, Verify, Fix, offline, Compare (0.21).
  // Exercises, assignments, submissions and Check are 0.08 of it, in the studio and as subpaths.
  // Above 2.5: pictures of the studio in both READMEs (0.15).
  // Above 2.69: feedback, places, expected weights and QR codes of assignments (0.02).
  // Above 2.72: texts of errors, in the package and in the studio's workers (0.01).
  // Above 2.74: kernels of attention, classes in the names of files (0.01).
  // Above 2.76: ConvTran and its kernels (0.01).
  it("the packed package is under 2.78 MB and holds what it needs", () => {
    const { size, files: packed } = pack();
    const files = packed.map((file) => file.path);
    expect(size).toBeLessThan(2_780_000);
    for (const needed of [
      "dist/index.js",
      "dist/node.js",
      "dist/node/index.js",
      "dist/node/worker.js",
      "dist/cli/main.js",
      "dist/studio/index.html",
      "dist/studio/sw.js",
      "assets/fonts/tidelab-sans.ttf",
      "docs/spec.md",
      "examples/lstm.json",
      "README.zh-CN.md",
    ]) {
      expect(files).toContain(needed);
    }
    expect(files.filter((file) => /^(src|test|kernels|build)\//.test(file))).toEqual([]);
    // Nobody imports the command.
    expect(files.filter((file) => /^dist\/cli\/.*\.d\.ts$/.test(file))).toEqual([]);
  });

  it("is read from what npm prints, in a list or by name", () => {
    const one = { filename: "tidelab-0.1.0.tgz", size: 1, files: [{ path: "a" }] };
    expect(readPacked(JSON.stringify([one]))).toEqual(one);
    expect(readPacked(JSON.stringify({ tidelab: one }))).toEqual(one);
    expect(() => readPacked("[]")).toThrow("one package");
  });

  it("every runtime dependency is named with its reason", () => {
    const { dependencies } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as { dependencies: object };
    const reasons = readFileSync(`${root}docs/decisions/004-runtime-dependencies.md`, "utf8");
    for (const name of Object.keys(dependencies)) expect(reasons).toContain(`\`${name}\``);
  });
});
