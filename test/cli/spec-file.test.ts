import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { readSpec } from "../../src/cli/spec-file.ts";
import { TidelabError } from "../../src/errors/errors.ts";
import { inScratch, tidelab, write } from "./command.ts";

const folder = mkdtempSync(join(tmpdir(), "tidelab-spec-file-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "spec.json");
const example = (name: string) => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));
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
])("%s in %j is reported at its place", async (code, text, place) => {
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

it("lets flags go before the file, and reports their faults at the flag", async () => {
  const text = `{ "name": "file", "numerics": "fused", ${LAYERS} }`;
  writeFileSync(file, text);
  const { spec } = await readSpec(file, "a spec", { name: "flag", numerics: undefined });
  expect(spec).toMatchObject({ name: "flag", numerics: "fused" });
  expect((await refusal(text, { name: "a b" })).path).toBe("--name");
  expect((await refusal(text, { numerics: "fast" })).path).toBe("--numerics");
});

it("distinguishes a missing file from one that cannot be read", async () => {
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
  if (code === "spec.table") expect(error.message).toContain("tidelab train <file>");
});

describe.each(["train", "lr-find", "check spec", "check padding"])("tidelab %s", (command) => {
  it("says of a sweep what it is and what runs it", async () => {
    const { code, stderr } = await tidelab([...command.split(" "), example("sweep.json")]);
    expect(code).toBe(2);
    expect(stderr).toBe(
      `error: ${example("sweep.json")}: expected a spec, received a sweep: it has a base and axes and no model. To run it: tidelab sweep ${example("sweep.json")}.\n`,
    );
  });
});

describe("tidelab sweep", () => {
  it("says of a spec what it is and what trains it", async () => {
    for (const lang of ["en", "zh-CN"]) {
      const { code, stderr } = await tidelab(["sweep", example("lstm.json"), "--lang", lang]);
      expect(code).toBe(2);
      expect(stderr.trim().split("\n")).toHaveLength(1);
      expect(stderr).toContain(`tidelab train ${example("lstm.json")}`);
    }
  });

  it("says of data and of a run's record what they are", async () => {
    const data = await tidelab(["sweep", example("series.csv")]);
    expect(data.code).toBe(2);
    expect(data.stderr).toMatch(
      /series\.csv: expected a sweep in JSON, received data\. .*writes a base for this data\.\n$/,
    );
    const record = write("run.json", '{ "spec": {}, "weightsSha256": "00", "version": 1 }');
    for (const given of [record, "."]) {
      const { code, stderr } = await tidelab(["sweep", given]);
      expect(code).toBe(2);
      expect(stderr).toMatch(/^error: \S+: expected a sweep, received the record of a run\. .*tidelab fork \. --set/);
    }
    rmSync(inScratch(record));
  });

  it("says so of its base, under the base's name", async () => {
    const axes = [{ path: "training.lr", values: [0.1, 0.01] }];
    write("inner.json", JSON.stringify({ base: {}, axes }));
    write("outer.json", JSON.stringify({ name: "outer", base: "inner.json", axes }));
    const { code, stderr } = await tidelab(["sweep", "outer.json"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: inner\.json: expected a spec, received a sweep/);
  });
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
