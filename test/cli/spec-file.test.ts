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
