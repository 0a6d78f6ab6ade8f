/** What a device keeps: sizes, checkpoints that are dropped, own files and their users, everything as one archive. */
import "fake-indexeddb/auto";
import { models, parseSpec } from "tidelab";
import { readRunFiles, runFiles, runSpec, unzipFiles } from "tidelab/runs";
import { beforeAll, describe, expect, it } from "vitest";
import type { FolderFiles } from "../src/engine/run-protocol.ts";
import { type Device, device, dropCheckpoints, endForGood, readDevice, removeFiles } from "../src/state/device.ts";
import { packAll } from "../src/store/export-all.ts";
import { openFiles } from "../src/store/files.ts";
import { importRun } from "../src/store/import-run.ts";
import { writeNotes } from "../src/store/notes.ts";
import { changeRow, readRow, setDeleted } from "../src/store/runs.ts";

const spec = parseSpec({
  name: "kept",
  data: { kind: "waves", samples: 60, length: 12 },
  model: models.recurrent({ hiddenSize: 3, numLayers: 1 }),
  training: { epochs: 1, batchSize: 8 },
});
const [used, unused] = ["a".repeat(64), "b".repeat(64)];
let id = "";
const now = async (): Promise<Device> => {
  await readDevice();
  return device.value as Device;
};

beforeAll(async () => {
  const training = runSpec(spec);
  let next = await training.next();
  while (!next.done) next = await training.next();
  const { files } = runFiles(next.value);
  id = (await importRun([...files] as unknown as FolderFiles, "kept")).id;
  await changeRow(id, (row) => ({
    ...row,
    ...{ checkpoints: [{ step: 6, epoch: 1 }], files: [{ name: "../gait/walk.csv", sha256: used }] },
  }));
  const store = await openFiles();
  await store.write(`runs/${id}/weights/00000006.f32`, new Uint8Array(400));
  await store.write(`runs/${id}/checkpoints/step-00000006.safetensors`, new Uint8Array(600));
  await store.write(`data/${used}`, new Uint8Array(30));
  await store.write(`data/${unused}`, new Uint8Array(50));
  await writeNotes({ id, text: "why <b>", tags: ["x"] });
});

describe("what a device keeps", () => {
  it("is listed with sizes, what could go, and who uses each file", async () => {
    const { runs, files } = await now();
    expect(runs.map(({ row, spare }) => [row.label, spare])).toEqual([["kept", 1000]]);
    expect(runs[0]!.size).toBeGreaterThan(1000);
    expect(files).toEqual([
      { sha256: used, size: 30, names: ["../gait/walk.csv"], users: ["kept"], inBin: [] },
      { sha256: unused, size: 50, names: [], users: [], inBin: [] },
    ]);
  });

  it("is one archive of folders that read as runs, with notes and own files, whatever they are called", async () => {
    const { zip, runs, missing } = await packAll();
    expect([runs, missing]).toEqual([1, []]);
    const files = await unzipFiles(zip, "all.zip");
    expect([...files.keys()].sort()).toEqual([
      ...["data/gait/walk.csv", "kept/checkpoints/step-00000006.safetensors", "kept/gradients.json"],
      ...["kept/model.safetensors", "kept/notes.json", "kept/run.json"],
    ]);
    const folder = new Map(
      [...files].flatMap(([name, bytes]) => (name.startsWith("kept/") ? [[name.slice(5), bytes]] : [])) as [
        string,
        Uint8Array,
      ][],
    );
    expect(readRunFiles(folder).record.name).toBe("kept");
    expect(JSON.parse(new TextDecoder().decode(folder.get("notes.json")))).toEqual({ text: "why <b>", tags: ["x"] });
  });

  it("gets room by dropping checkpoints: the record and the weights stay", async () => {
    await dropCheckpoints((await now()).runs);
    const [run] = (await now()).runs;
    expect([run?.spare, run?.row.checkpoints]).toEqual([0, []]);
    expect(await (await openFiles()).read(`runs/${id}/model.safetensors`)).toBeDefined();
  });

  it("says that only the bin uses a file; removes files, and ends runs for good", async () => {
    await setDeleted(id, new Date().toISOString());
    expect((await now()).files[0]).toMatchObject({ users: [], inBin: ["kept"] });
    await removeFiles([unused]);
    expect((await now()).files).toHaveLength(1);
    await endForGood([id]);
    expect(await readRow(id)).toBeUndefined();
    const left = await now();
    expect([left.runs, left.bin, left.files[0]?.inBin]).toEqual([[], [], []]);
    expect(await (await openFiles()).list(`runs/${id}`)).toEqual([]);
  });
});
