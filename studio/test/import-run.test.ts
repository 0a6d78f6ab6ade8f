/** Runs that are imported: what is on the device already is not kept twice, and an edited record is not taken for the run that it was. */
import "fake-indexeddb/auto";
import { models, parseSpec } from "tidelab";
import { runFiles, runSpec } from "tidelab/runs";
import { beforeAll, describe, expect, it } from "vitest";
import { importRun } from "../src/store/import-run.ts";
import { endRun } from "../src/store/runs.ts";

let honest: Map<string, Uint8Array>;

beforeAll(async () => {
  const spec = parseSpec({
    name: "kept",
    data: { kind: "waves", samples: 60, length: 12 },
    model: models.recurrent({ hiddenSize: 3, numLayers: 1 }),
    training: { epochs: 2, batchSize: 16 },
  });
  const run = runSpec(spec);
  let next = await run.next();
  while (!next.done) next = await run.next();
  honest = runFiles(next.value).files;
});

const folder = (change = (record: string) => record) => {
  const text = change(new TextDecoder().decode(honest.get("run.json")));
  return [...new Map(honest).set("run.json", new TextEncoder().encode(text))] as never;
};
const edited = (record: string) => record.replace(/("epoch": 2,[^}]*"valAccuracy": )[\d.]+/, "$10.125");

describe("an imported run", () => {
  it("is not kept twice, in whatever order its record is written", async () => {
    const first = await importRun(folder(), "lab");
    expect(first.wasKept).toBe(false);
    const reordered = (record: string) =>
      JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(record) as object).reverse()));
    expect(await importRun(folder(reordered), "lab")).toMatchObject({ id: first.id, wasKept: true });
    await endRun(first.id);
  });

  it("is kept beside one with its weights and its time whose record was edited", async () => {
    expect(edited(new TextDecoder().decode(honest.get("run.json")))).toContain("0.125");
    const forged = await importRun(folder(edited), "lab");
    const run = await importRun(folder(), "lab");
    expect(run.wasKept).toBe(false);
    expect(run.id).not.toBe(forged.id);
    expect(await importRun(folder(edited), "lab")).toMatchObject({ id: forged.id, wasKept: true });
  });
});
