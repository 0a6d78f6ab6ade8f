import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { readSpec } from "../../src/cli/spec-file.ts";
import { TidelabError } from "../../src/errors.ts";

const folder = mkdtempSync(join(tmpdir(), "tidelab-spec-file-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "spec.json");
const LAYERS = '"model": { "layers": [{ "layer": "last" }, { "layer": "linear", "outFeatures": 2 }] }';

async function refusal(text: string, overrides = {}): Promise<TidelabError> {
  writeFileSync(file, text);
  const error = await readSpec(file, "a spec", overrides).catch((cause) => cause);
  if (error instanceof TidelabError) return error;
  throw new Error("expected a refusal", { cause: error });
}

it.each([
  ["json.syntax", "{\n  ,}", ":2:3"],
  ["json.syntax", "", ":1:1"],
  ["json.duplicateKey", '{"seed": 1,\n"seed": 2}', ":2:1"],
  ["spec.type", "[1]", ":1:1"],
  ["spec.missing", "\n {}", ":2:2: model"],
  ["spec.unknownKey", `{\n ${LAYERS},\n  "trainig": {} }`, ":3:14: trainig"],
  ["spec.unknownKey", `{ ${LAYERS},\n "training": { "learning.rate": 1 } }`, ":2:33: training.learning.rate"],
  ["spec.range", `{ ${LAYERS},\n "training": {\n "lr": -5 } }`, ":3:8: training.lr"],
  ["spec.choice", '{ "model": { "layers": [\n { "layer": "lsmt" } ] } }', ":2:13: model.layers[0].layer"],
  ["spec.choice", '{ "model": { "layers": [\n { "name": "x" } ] } }', ":2:2: model.layers[0].layer"],
  ["spec.missing", '{ "model": { "layers": [\n { "layer": "lstm" } ] } }', ":2:2: model.layers[0].hiddenSize"],
])("%s in %j is told at its place", async (code, text, place) => {
  const error = await refusal(text);
  expect(error.code).toBe(code);
  expect(error.path).toBe(file + place);
});

it("names the nearest kind of layer for one that is not known", async () => {
  const error = await refusal('{ "model": { "layers": [ { "layer": "lsmt" } ] } }');
  expect(error.message).toMatch(/, concat, received "lsmt"\. Did you mean "lstm"\?$/);
});

it("puts what arises when values meet at the value to change", async () => {
  writeFileSync(file, `{ "data": {\n "kind": "waves", "samples": 3 }, ${LAYERS} }`);
  const { relocate } = await readSpec(file, "a spec", {});
  const at = (error: TidelabError) => (relocate(error) as TidelabError).path;
  const empty = new TidelabError("data.emptySplit", { count: 2, train: 1, val: 0, test: 1, least: 4 });
  expect(at(empty)).toBe(`${file}:2:30: data.samples`);
  const output = new TidelabError("shape.output", { classes: 2, received: "(3)" }, "model.layers[1]");
  expect(at(output)).toMatch(/:2:\d+: model\.layers\[1\]$/);
  const stranger = new Error("x");
  expect(relocate(stranger)).toBe(stranger);
});

it("lets flags go before the file, and tells of their faults at the flag", async () => {
  const text = `{ "name": "file", "numerics": "fused", ${LAYERS} }`;
  writeFileSync(file, text);
  const { spec } = await readSpec(file, "a spec", { name: "flag", numerics: undefined });
  expect(spec).toMatchObject({ name: "flag", numerics: "fused" });
  expect((await refusal(text, { name: "a b" })).path).toBe("--name");
  expect((await refusal(text, { numerics: "fast" })).path).toBe("--numerics");
});

it("tells a missing file from one that cannot be read", async () => {
  await expect(readSpec(join(folder, "none.json"), "a spec", {})).rejects.toMatchObject({ code: "file.missing" });
  await expect(readSpec(folder, "a spec", {})).rejects.toMatchObject({ code: "file.folder", path: folder });
});

it.each([
  ["a table", "0.1,0.2\n0.3,0.4\n", "spec.table"],
  ["a table under a header", "label;t0;t1\nsine;1;2\n", "spec.table", "data.csv"],
  ["a NumPy file", "\u0093NUMPY\u0001", "spec.table", "data.npy"],
  ["the record of a run", '{ "spec": {}, "weightsSha256": "00", "version": 1 }', "spec.record"],
  ["a picture", "\u0089PNG\r\n\u001a\n", "file.format"],
  ["a number", "1", "spec.type"],
])("says what was given instead of a spec: %s", async (_, text, code, name = "given.json") => {
  const path = join(folder, name);
  writeFileSync(path, Buffer.from(text, "latin1"));
  const error = await readSpec(path, "a spec", {}).catch((cause) => cause);
  expect(error).toMatchObject({ name: "TidelabError", code });
  if (code === "spec.table") expect(error.message).toContain("examples/own-data.mjs");
});

it("says so of the folder of a run, too", async () => {
  writeFileSync(join(folder, "run.json"), "{}");
  const error = await readSpec(folder, "a spec", {}).catch((cause) => cause);
  expect(error).toMatchObject({ code: "spec.record", params: { folder } });
  rmSync(join(folder, "run.json"));
});

it("reads UTF-16 by its mark, and points at a byte that is not UTF-8", async () => {
  writeFileSync(file, Buffer.from(`\uFEFF{ ${LAYERS} }`, "utf16le"));
  expect((await readSpec(file, "a spec", {})).spec.model.layers.length).toBe(2);
  writeFileSync(file, Buffer.from('{\n"name": "\u00e9" }', "latin1"));
  const error = await readSpec(file, "a spec", {}).catch((cause) => cause);
  expect(error).toMatchObject({ code: "file.encoding", path: `${file}:2:10` });
});
