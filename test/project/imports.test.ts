/** What imports what, over the whole graph of the sources, types included: no forbidden import, direct or not, and no circle. */
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { brokenRules, findCircles, foldersOf, type ImportGraph, importsOf, readGraph } from "./import-graph.ts";
import { ENTRIES, RULES } from "./import-rules.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const graph = readGraph(root, ["src", "studio"]);

describe("imports", () => {
  it("are all seen", () => {
    expect(graph.size).toBeGreaterThan(250);
    const lost = [...graph].flatMap(([file, targets]) =>
      targets.filter((target) => target.startsWith("src/") && !graph.has(target)).map((to) => `${file} imports ${to}`),
    );
    expect(lost).toEqual([]);
  });

  it.each(RULES)("$name", (rule) => {
    expect(brokenRules(graph, [rule])).toEqual([]);
  });

  it("have no circle of files", () => {
    expect(findCircles(graph)).toEqual([]);
  });

  it("have no circle of folders", () => {
    const joined = new Map([...graph].filter(([file]) => !ENTRIES.includes(file)));
    expect(findCircles(foldersOf(joined))).toEqual([]);
  });
});

/** For each rule an import that it forbids, put into the graph: the file, what it imports, and what the message names. */
const FORBIDDEN: readonly { rule: string; edges: Readonly<Record<string, string>>; says: string }[] = [
  {
    rule: "host border",
    edges: { "src/spec/parse.ts": "node:fs" },
    says: "src/train/train.ts imports node:fs through ",
  },
  {
    rule: "host border",
    edges: { "src/report/html.ts": "@resvg/resvg-js" },
    says: "src/report/html.ts imports @resvg/resvg-js.",
  },
  {
    rule: "host border",
    edges: { "src/runs/record.ts": "src/node/files.ts" },
    says: "src/runs/verify.ts imports src/node/files.ts through src/runs/record.ts.",
  },
  {
    rule: "node never cli",
    edges: { "src/node/png.ts": "src/cli/threads.ts" },
    says: "src/node/png.ts imports src/cli/threads.ts",
  },
  {
    rule: "engine never layers, model, train",
    edges: { "src/engine/program.ts": "src/random/torch.ts", "src/random/torch.ts": "src/model/graph.ts" },
    says: "src/engine/program.ts imports src/model/graph.ts through src/random/torch.ts.",
  },
  {
    rule: "layers never train",
    edges: { "src/layers/lstm.ts": "src/train/records.ts" },
    says: "src/layers/lstm.ts imports src/train/records.ts.",
  },
  {
    rule: "only the engine sees engine/wasm",
    edges: { "src/layers/gru.ts": "src/engine/wasm/kernels.ts" },
    says: "src/layers/gru.ts imports src/engine/wasm/kernels.ts.",
  },
  {
    rule: "a GPU is loaded by who asks for one",
    edges: { "src/engine/devices.ts": "src/engine/webgpu/device.ts" },
    says: "src/engine/devices.ts imports src/engine/webgpu/device.ts.",
  },
  {
    rule: "train, inference and lens see the device only",
    edges: { "src/train/training.ts": "src/engine/emitter.ts" },
    says: "src/train/training.ts imports src/engine/emitter.ts.",
  },
  {
    rule: "figures and report import records",
    edges: { "src/figures/samples.ts": "src/train/train.ts" },
    says: "src/figures/samples.ts imports src/train/train.ts.",
  },
  {
    rule: "runs never figures or report",
    edges: { "src/runs/record.ts": "src/report/html.ts" },
    says: "src/runs/record.ts imports src/report/html.ts.",
  },
  {
    rule: "node/runs never draws",
    edges: { "src/node/files.ts": "src/report/seal.ts" },
    says: "src/node/runs/folder.ts imports src/report/seal.ts through src/node/files.ts.",
  },
  {
    rule: "sweep never node",
    edges: { "src/sweep/rounds.ts": "src/node/sweeps/pool.ts" },
    says: "src/sweep/rounds.ts imports src/node/sweeps/pool.ts.",
  },
  {
    rule: "formats never train",
    edges: { "src/formats/safetensors.ts": "src/train/records.ts" },
    says: "src/formats/safetensors.ts imports src/train/records.ts.",
  },
  {
    rule: "one reader never another",
    edges: { "src/data/readers/arff.ts": "src/data/readers/csv-rows.ts" },
    says: "src/data/readers/arff.ts imports src/data/readers/csv-rows.ts.",
  },
  {
    rule: "the studio imports the package",
    edges: { "studio/src/main.tsx": "src/index.ts" },
    says: "studio/src/main.tsx imports src/index.ts.",
  },
  {
    rule: "schemas import valibot and each other",
    edges: { "src/spec/training.ts": "src/spec/nearest.ts" },
    says: "src/spec/training.ts imports src/spec/nearest.ts.",
  },
];

describe("the check of imports", () => {
  it.each(FORBIDDEN)("finds what breaks '$rule': $says", ({ rule, edges, says }) => {
    const broken = brokenRules(
      withEdges(edges),
      RULES.filter(({ name }) => name === rule),
    );
    expect(broken.some((message) => message.startsWith(`${rule}: ${says}`))).toBe(true);
  });

  it("is tried with every rule", () => {
    expect([...new Set(FORBIDDEN.map(({ rule }) => rule))].sort()).toEqual(RULES.map(({ name }) => name).sort());
  });

  it("finds circles of files and of folders", () => {
    const circle = withEdges({ "src/random/torch.ts": "src/train/train.ts" });
    expect(findCircles(circle).flat()).toEqual(expect.arrayContaining(["src/random/torch.ts", "src/train/train.ts"]));
    const types = withEdges({ "src/spec/nearest.ts": "src/train/records.ts" });
    expect(findCircles(types)).toEqual([]);
    expect(findCircles(foldersOf(types)).flat()).toEqual(expect.arrayContaining(["src/spec", "src/train"]));
    expect(findCircles(new Map([["a", ["a"]]]))).toEqual([["a"]]);
  });

  it("sees every kind of import, and none in comments", () => {
    const source = `
      import "./effect.ts";
      import type { A } from "./type.ts";
      export * from './all.ts';
      export { b, type C } from "./some.ts";
      const d = await import("./lazy.ts");
      type E = import("./inline.ts").E;
      // import "./comment.ts";
      /** import { x } from "./example.ts"; */`;
    expect(importsOf(source)).toEqual(
      ["effect", "type", "all", "some", "lazy", "inline"].map((name) => `./${name}.ts`),
    );
  });
});

/** The graph of the sources with imports added. */
function withEdges(edges: Readonly<Record<string, string>>): ImportGraph {
  const added = new Map(graph);
  for (const [file, target] of Object.entries(edges)) added.set(file, [...(added.get(file) ?? []), target]);
  return added;
}
