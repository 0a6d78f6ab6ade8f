/** What must never import what: the borders between hosts, devices, records and behaviours. Checked by `imports.test.ts`. */
import type { Rule } from "./import-graph.ts";

/** Files that join what others keep apart: the package's entries, and those of its worker threads. */
export const ENTRIES = [
  "src/index.ts",
  "src/data/readers/index.ts",
  "src/inference/index.ts",
  "src/predict/index.ts",
  "src/runs/index.ts",
  "src/sweep/index.ts",
  "src/teaching/index.ts",
  "src/node.ts",
  "src/node/index.ts",
  "src/node/worker.ts",
  "src/engine/wasm/worker.ts",
];
const HOST_PACKAGES = ["libsql", "kysely", "pg", "@resvg/resvg-js", "commander", "pg-boss", "webgpu"];

/** Packages by name, whichever part of them is imported. */
const isPackage = (target: string, name: string) => target === name || target.startsWith(`${name}/`);
const isHost = (target: string) =>
  target.startsWith("node:") || HOST_PACKAGES.some((name) => isPackage(target, name)) || inside("node", "cli")(target);
const inside =
  (...folders: readonly string[]) =>
  (file: string) =>
    folders.some((folder) => file.startsWith(`src/${folder}/`));
const isEntry = (file: string) => ENTRIES.includes(file);

/** Plain data: no behaviour that a figure or report could start. */
const RECORDS = [
  "src/train/records.ts",
  "src/inference/answers.ts",
  "src/runs/record.ts",
  "src/runs/classical/record.ts",
  "src/sweep/result.ts",
  "src/data/dataset.ts",
];

/** The reader that a file in `data/readers` belongs to: `csv` for `csv-rows.ts`; undefined for what all readers share or what joins them. */
function readerOf(file: string): string | undefined {
  const [, name] = /^src\/data\/readers\/([a-z0-9]+)(?:-[\w-]+)?\.ts$/.exec(file) ?? [];
  return name === undefined || ["reader", "registry", "read", "index", "notices"].includes(name) ? undefined : name;
}

export const RULES: readonly Rule[] = [
  {
    name: "host border",
    because: `Only src/node and src/cli may reach Node's modules and ${HOST_PACKAGES.join(", ")}; all else runs in a browser too.`,
    // `src/node.ts` is the folder's entry under the path that scripts import.
    from: (file) => file.startsWith("src/") && file !== "src/node.ts" && !inside("node", "cli")(file),
    never: isHost,
    transitive: true,
  },
  {
    name: "node never cli",
    because: "A server or a queue's worker needs what is in src/node without a command line.",
    from: inside("node"),
    never: inside("cli"),
    transitive: true,
  },
  {
    name: "engine never layers, model, train",
    because: "The engine runs programs; what they mean comes in through engine/device.ts.",
    from: (file) => inside("engine")(file) && !isEntry(file),
    never: inside("layers", "model", "train", "inference", "lens", "runs"),
    transitive: true,
  },
  {
    name: "layers never train",
    because: "A layer is used without training too.",
    from: inside("layers"),
    never: inside("train", "inference", "runs"),
    transitive: true,
  },
  {
    name: "only the engine sees engine/wasm",
    because:
      "Other code takes sessions from engine/devices.ts, so that another device can take the place of WebAssembly.",
    from: (file) => !inside("engine")(file) && !isEntry(file),
    never: inside("engine/wasm"),
    transitive: false,
  },
  {
    name: "a GPU is loaded by who asks for one",
    because: "Shaders are a chunk of their own, tidelab/webgpu: who computes on the processor does not carry them.",
    from: (file) => file.startsWith("src/") && !inside("node", "cli", "engine/webgpu")(file),
    never: inside("engine/webgpu"),
    transitive: false,
  },
  {
    name: "train, inference and lens see the device only",
    because: "Of the engine they may import engine/device.ts and engine/devices.ts.",
    from: inside("train", "inference", "lens"),
    never: (target) => inside("engine")(target) && !["src/engine/device.ts", "src/engine/devices.ts"].includes(target),
    transitive: false,
  },
  {
    name: "figures and report import records",
    because: "They draw what is on record and compute nothing of a model; what they need is handed to them.",
    from: inside("figures", "report"),
    never: (target) =>
      inside("data", "engine", "layers", "model", "train", "inference", "runs", "sweep", "formats")(target) &&
      !RECORDS.includes(target),
    transitive: false,
  },
  {
    name: "runs never figures or report",
    because: "Saving and drawing are two calls of the caller.",
    from: inside("runs"),
    never: inside("figures", "report"),
    transitive: true,
  },
  {
    name: "node/runs never draws",
    because: "Saving and drawing are two calls of the caller: what draws or reads reports is in node/reports.",
    from: inside("node/runs"),
    never: inside("figures", "report", "node/reports"),
    transitive: true,
  },
  {
    name: "sweep never node",
    because: "Arms, rounds and results are the same in a browser; processes and files are in node/sweeps.",
    from: inside("sweep"),
    never: inside("node"),
    transitive: true,
  },
  {
    name: "formats never train",
    because: "A file of weights is read and written without training.",
    from: inside("formats"),
    never: inside("train"),
    transitive: true,
  },
  {
    name: "one reader never another",
    because: "What two readers share belongs in input/ (bytes and text) or table/ (columns and values).",
    from: (file) => readerOf(file) !== undefined,
    never: (target, file) => readerOf(target) !== undefined && readerOf(target) !== readerOf(file),
    transitive: true,
  },
  {
    name: "the studio imports the package",
    because: "It is an app on the published package: import tidelab or one of its subpaths.",
    from: (file) => file.startsWith("studio/"),
    never: (target) => target.startsWith("src/"),
    transitive: false,
  },
  {
    name: "schemas import valibot and each other",
    because: "The JSON schema of a spec is made of them alone.",
    from: isSchema,
    never: (target) => target !== "valibot" && !isSchema(target),
    transitive: false,
  },
];

function isSchema(file: string): boolean {
  return /^src\/spec\/(data|files|layers|spec|split|training|transforms|values|waves)\.ts$/.test(file);
}
