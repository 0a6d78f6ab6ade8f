/**
 * The package's modules, in one table: what each may weigh, hold and offer. `package.json` says where they are, this table what is true of
 * them; the tests of size, of types and of the README derive from both. A ceiling is raised only in the commit that needs it, with the reason.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export interface Subpath {
  /** Bytes of a minified bundle of everything in it, gzipped: a little above what it is. */
  readonly ceiling: number;
  /** Sources that must not be in its bundle: any whose path has one of these. */
  readonly without: readonly string[];
  /** A name that a user imports; undefined where there is nothing to import but the effect. */
  readonly name: string | undefined;
  /** `anywhere`: bundled for a browser, without any import of Node. */
  readonly host: "anywhere" | "node";
}

/** What draws, reads or describes neither computes nor trains. */
const ENGINE = ["/engine/", "/layers/", "/model/", "/train/train", "/train/training"];
const TEXTS_OF_COMMANDS = ["/cli/", "/errors/zh-CN"];
const DRAWING = ["/d3-", "/figures/", "/report/"];

export const SUBPATHS: Readonly<Record<string, Subpath>> = {
  "tidelab/classical": {
    // ml-matrix, for eigenvectors, is 18 of them.
    ceiling: 42_000,
    without: [...ENGINE, ...TEXTS_OF_COMMANDS, ...DRAWING, "/data/readers/", "/errors/files"],
    name: "fitClassifier",
    host: "anywhere",
  },
  "tidelab/compare": {
    // What a report of a sweep says, in both languages, is 18 of it, the texts of errors 7.
    ceiling: 36_000,
    without: [...ENGINE, ...TEXTS_OF_COMMANDS, "/data/readers/", "/layers/"],
    name: "sweepConclusions",
    host: "anywhere",
  },
  "tidelab/errors/zh-CN": {
    // Errors of the queue are 0.8 of it, those of assignments and submissions 0.8, those of snapshots 0.3, of branches and pages of Parquet 0.1,
    // of readers, of a store's certificate and of what the studio imports 0.3. Archives that unpack to too much: 0.2. Groups in names of files: 0.15.
    // Sizes of submissions, series of one step: 0.1.
    ceiling: 33_200,
    without: [...ENGINE, "/cli/", ...DRAWING, "/data/", "/spec/", "/node_modules/"],
    name: "errorMessages",
    host: "anywhere",
  },
  "tidelab/figures": {
    // Above 38.5: the overview of data from files (1.7).
    ceiling: 40_500,
    without: [...ENGINE, ...TEXTS_OF_COMMANDS, "/report/", "/data/readers/", "/errors/", "/spec/"],
    name: "confusionMatrixFigure",
    host: "anywhere",
  },
  "tidelab/formats/safetensors": {
    // Above 6.7: the texts of errors in edits and cycles of a training, among the core ones.
    ceiling: 7_300,
    without: [...ENGINE, ...TEXTS_OF_COMMANDS, ...DRAWING, "/data/", "/node_modules/"],
    name: "readSafetensors",
    host: "anywhere",
  },
  "tidelab/inference": {
    // Reading a record (its schema, JSON with places) and the texts of its errors are 32 kB, those of eight formats of series among them; who only predicts
    // has none of them.
    // Above 91.5: errors of resampling, of JSON lists, and of what is left out of files. Above 93.5: restoring classifiers without
    // gradients and their records (11). Above 106.8: the names of what a lens may look at (0.25). Above 107.3: snapshots of a run (0.6). Above 108.1: errors of reading, kernels for six rows (0.2).
    ceiling: 114_400,
    without: [...TEXTS_OF_COMMANDS, ...DRAWING, "/train/train", "/train/training", "/data/readers/csv"],
    name: "createPredictor",
    host: "anywhere",
  },
  "tidelab/lens": {
    // The engine and its kernels, with the layers' shapes: what runs a model is all of it.
    ceiling: 52_300,
    without: [...TEXTS_OF_COMMANDS, ...DRAWING, "/train/", "/data/readers/", "/inference/predictor"],
    name: "createLens",
    host: "anywhere",
  },
  // Series from files of eight formats, and their splits, are 33 kB, what leaves out those that cannot be read (0.9), resampling
  // (1.4), lists of JSON (0.8), columns, title rows and dates (1.4), and options that a format has no use for (0.4) among it, and reading
  // a record as its file gives it (0.1), pages and compressions of Parquet (1.3), cycles and snapshots (1.1), groups in names of files (0.5); fitting classifiers without
  // gradients is 34, of which ml-matrix is 18. Above 266.3: the series of sine, in variables (0.1). Above 268.2: options whose values are checked (0.2).
  "tidelab/node": { ceiling: 268_500, without: ["/cli/"], name: "runSpec", host: "node" },
  "tidelab/predict": {
    // The engine with its kernels (46), readers of eight formats (34), records and their texts; classifiers without gradients, restored.
    // Above 118.5: pages and compressions of Parquet (1.3), cycles and snapshots (0.4). Above 122.6: headers in Chinese, what unpacks to too much (0.3). Above 126.0: groups in names of files (0.35).
    // Above 126.5: the series of sine, in variables (0.1), columns named as channels (0.1). Above 128.5: options whose values are checked (0.3).
    ceiling: 128_900,
    without: [...TEXTS_OF_COMMANDS, ...DRAWING, "/train/train", "/train/training", "/zoo/", "/data/files/plan"],
    name: "predictFile",
    host: "anywhere",
  },
  "tidelab/readers": {
    // Readers of eight formats and the texts of their errors; files of a spec, found by hash, joined and split, are 9 kB.
    // Above 62.5: series that cannot be read, left out and counted (0.9); resampling (1.4) and lists of JSON (0.8), columns
    // to ignore, rows above a table and dates with the day first (1.4), with their errors. Above 69.7: what data are, and leaks between
    // their sets (1.5), options that a format has no use for (0.4); plans of trainings, which choose among the zoo's networks (4), and new series matched with those of a run (3.5),
    // errors of lists of runs (0.1). Above 80.8: pages and compressions of Parquet (1.3), the schedule of cycles (0.35), refusals
    // of mixed times and of dates without an order, dates with the year first (0.4). Above 84.4: headers in Chinese, what unpacks to too much (0.3), classes in the names of files, in linear time (0.45). Above 85.7: groups in them, lists of names (0.6).
    // Above 86.5: the series of sine, in variables (0.1), columns named as channels (0.2). Above 87.4: options whose values are checked (0.3).
    ceiling: 87_800,
    without: [...ENGINE, ...TEXTS_OF_COMMANDS, ...DRAWING, "/valibot/"],
    name: "readSeriesCsv",
    host: "anywhere",
  },
  // What readers and plans say, in a language, for pages that show it.
  "tidelab/readers/en": {
    ceiling: 3_300,
    without: [...ENGINE, "/cli/", "/errors/", ...DRAWING, "/data/readers/", "/data/files/", "/zoo/", "/node_modules/"],
    name: "describePlan",
    host: "anywhere",
  },
  "tidelab/readers/zh-CN": {
    ceiling: 4_000,
    without: [...ENGINE, "/cli/", "/errors/", ...DRAWING, "/data/readers/", "/data/files/", "/zoo/", "/node_modules/"],
    name: "describePlan",
    host: "anywhere",
  },
  "tidelab/report": {
    // Above 98.4: figures and reports of a folder held against the run (0.8).
    ceiling: 99_400,
    without: [...ENGINE, ...TEXTS_OF_COMMANDS, "/data/readers/"],
    name: "reportHtml",
    host: "anywhere",
  },
  "tidelab/runs": {
    // A record with its schema and the training are what it is; the texts of errors in files are 10 of it, those of options without a use 0.3,
    // layers with branches, lowered for both devices, 0.2, cycles and snapshots, with their errors, 1.4,
    // files of results held against the run 0.5, forks and what unpacks to too much 0.3, errors of groups in names 0.1.
    // Above 120.5: what an archive says before it is read (0.2).
    ceiling: 120_900,
    without: [...TEXTS_OF_COMMANDS, ...DRAWING, "/data/readers/", "/inference/classifier", "/zoo/"],
    name: "runSpec",
    host: "anywhere",
  },
  "tidelab/sweep": {
    // Specs with their schema, shapes of layers, and the zoo's networks, which exercises compare. Above 42.5: stricter specs of files, and texts of errors (0.5).
    // Above 44.5: the series of sine, in variables (0.1).
    ceiling: 45_100,
    without: ["/engine/wasm/kernels", ...TEXTS_OF_COMMANDS, ...DRAWING, "/train/train", "/data/readers/"],
    name: "planSweep",
    host: "anywhere",
  },
  "tidelab/teaching": {
    // Training, which verifies, and the reports that submissions are held against. Above 215: feedback, expected weights and places (7).
    ceiling: 223_800,
    without: ["/cli/", "/errors/zh-CN", "/data/readers/"],
    name: "readSubmission",
    host: "anywhere",
  },
  "tidelab/webgpu": {
    // The kernels of the processor, which computes loss, norms and steps, are 25 kB of it; shaders of all layers and programs the rest.
    // Above 78: the processor's own device, which `autoDevice` chooses between (14).
    ceiling: 100_700,
    without: [...TEXTS_OF_COMMANDS, ...DRAWING, "/layers/", "/model/", "/train/", "/spec/", "/data/readers/"],
    name: "webgpu",
    host: "anywhere",
  },
  "tidelab/worker": {
    // Lowerings and the lane: the kernels come compiled, with the model. Above 21.3: ConvTran's (0.4). Its kernels are 0.9 in all ceilings that hold the kernels.
    ceiling: 21_900,
    without: [...TEXTS_OF_COMMANDS, ...DRAWING, "/train/", "/node_modules/", "/engine/wasm/kernels-binary"],
    name: undefined,
    host: "anywhere",
  },
  "tidelab/zoo": {
    // Nine presets with their papers and trainings, in place of two models.
    ceiling: 3_700,
    without: [...ENGINE, ...TEXTS_OF_COMMANDS, ...DRAWING, "/errors/", "/spec/", "/node_modules/"],
    name: "recurrent",
    host: "anywhere",
  },
};

const manifest = JSON.parse(readFileSync(fileURLToPath(new URL("../../package.json", import.meta.url)), "utf8")) as {
  exports: Record<string, unknown>;
};

/** Names of the modules that `package.json` exports in addition to the default entry; schemas and the manifest are no modules. */
export const exported: readonly string[] = Object.keys(manifest.exports)
  .filter((key) => key !== "." && !key.endsWith(".json"))
  .map((key) => `tidelab${key.slice(1)}`);
