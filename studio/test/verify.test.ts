/** Verifying what was dropped: what is found among files, what is found of a run, and runs that are kept from their folders. */
import "fake-indexeddb/auto";
import { models, parseSpec, TidelabError } from "tidelab";
import { drawnJson, makeFigures, reportHtml } from "tidelab/report";
import { type FinishedRun, runFiles, runSpec } from "tidelab/runs";
import { beforeAll, describe, expect, it } from "vitest";
import type { FolderFiles } from "../src/engine/run-protocol.ts";
import { verifyFiles } from "../src/engine/verify-files.ts";
import { openFiles } from "../src/store/files.ts";
import { importRun } from "../src/store/import-run.ts";
import { readNotes } from "../src/store/notes.ts";
import { readRow } from "../src/store/runs.ts";
import { type DroppedFile, gatherRuns } from "../src/verify/gather.ts";
import { isVerified } from "../src/verify/verdict.ts";

const spec = parseSpec({
  name: "given",
  data: { kind: "waves", samples: 60, length: 12 },
  model: models.recurrent({ hiddenSize: 3, numLayers: 1 }),
  training: { epochs: 3, batchSize: 8 },
});
const bytesOf = (text: string) => new TextEncoder().encode(text);
let run: FinishedRun;
let folder: Map<string, Uint8Array<ArrayBuffer>>;
let html: string;

beforeAll(async () => {
  const training = runSpec(spec);
  let next = await training.next();
  while (!next.done) next = await training.next();
  run = next.value;
  const { files, record } = runFiles(run);
  folder = new Map([...files].map(([name, bytes]) => [name, new Uint8Array(bytes)]));
  html = reportHtml(record, makeFigures({ ...run, record }, "en"), "en", run.gradients);
});

const verify = (files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>, epochs: number[] = [], isWhole = false) =>
  verifyFiles(
    { files: [...files] as FolderFiles, name: "given", threads: 1, isWhole },
    { openFiles: async () => undefined, onEpoch: async (epoch) => void epochs.push(epoch) },
  );
const changedRecord = (change: (text: string) => string) =>
  new Map([...folder, ["run.json", bytesOf(change(new TextDecoder().decode(folder.get("run.json"))))]] as const);

describe("a run that is trained again", () => {
  it("is equal to the bit, with its files and its report", async () => {
    const epochs: number[] = [];
    const found = await verify(new Map([...folder, ["report.html", bytesOf(html)]]), epochs);
    expect(epochs).toEqual([1, 2, 3]);
    expect(found).toMatchObject({ result: "same", epochs: 3, files: [] });
    expect(found.compared).toEqual(["run.json", "model.safetensors", "gradients.json", "report.html"]);
    expect(isVerified(found)).toBe(true);
    expect(isVerified(await verify(new Map([["other name.html", bytesOf(html)]])))).toBe(true);
  });

  it("has its snapshots too, where it was trained in cycles: compared, kept, and missed", async () => {
    const schedule = { kind: "cosineRestarts", cycles: 3 } as const;
    const training = runSpec({
      ...spec,
      name: "cycles",
      training: { ...spec.training, schedule: { ...schedule, etaMin: 0, per: "step" } },
    });
    let next = await training.next();
    while (!next.done) next = await training.next();
    const name = "snapshots.safetensors";
    const whole = new Map([...runFiles(next.value).files].map(([file, bytes]) => [file, new Uint8Array(bytes)]));
    const found = await verify(whole);
    expect(found).toMatchObject({ result: "same", files: [] });
    expect(found.compared).toContain(name);
    const changed = Uint8Array.from(whole.get(name)!);
    changed[changed.length - 1]! ^= 1; // there are many
    const files = async (given: typeof whole) => (await verify(given)).files;
    expect(await files(new Map([...whole, [name, changed]]))).toEqual([{ name, result: "different" }]);
    expect(await files(new Map([...whole].filter(([file]) => file !== name)))).toEqual([{ name, result: "missing" }]);
    expect(await files(new Map([...folder, [name, changed]]))).toEqual([{ name, result: "different" }]);
    const { id } = await importRun([...whole], "cycles");
    expect(await (await openFiles()).read(`runs/${id}/${name}`)).toEqual(whole.get(name));
  });

  it("names the epoch that was changed, and its numbers", async () => {
    const loss = run.record.history[1]!.trainLoss;
    const found = await verify(changedRecord((text) => text.replace(String(loss), "0.123")));
    expect(found).toMatchObject({ result: "different", epochs: 1, epoch: 2 });
    expect(found.differences).toEqual([{ path: "history[1].trainLoss", recorded: "0.123", found: String(loss) }]);
  });

  it("names files that were changed, though the record is right", async () => {
    const weights = new Uint8Array(folder.get("model.safetensors")!);
    weights[weights.length - 3]! ^= 1;
    const report = html.replace("</h1>", "!</h1>");
    const found = await verify(new Map([...folder, ["model.safetensors", weights], ["report.html", bytesOf(report)]]));
    expect(found.result).toBe("same");
    expect(found.files.map(({ name, result }) => [name, result])).toEqual([
      ["model.safetensors", "different"],
      ["report.html", "edited"],
    ]);
    expect(found.files[1]?.line).toBeGreaterThan(5);
    expect(isVerified(found)).toBe(false);
    const { "model.safetensors": _, ...rest } = Object.fromEntries(folder);
    expect((await verify(new Map(Object.entries(rest)))).files).toEqual([
      { name: "model.safetensors", result: "missing" },
    ]);
  });

  it("has its figures and their record held against it, where its folder was given", async () => {
    const { record } = runFiles(run);
    const figures = makeFigures({ ...run, record }, "en");
    const drawn = [
      ...figures.map(({ name, svg }) => [`figures/${name}.svg`, bytesOf(svg)] as const),
      ["figures/drawn.json", bytesOf(drawnJson(record, figures, "en"))] as const,
      ["report.html", bytesOf(html)] as const,
    ];
    const whole = new Map([...folder, ...drawn]);
    const given = async (change: (files: Map<string, Uint8Array<ArrayBuffer>>) => void) => {
      const files = new Map(whole);
      change(files);
      return (await verify(files, [], true)).files;
    };
    const found = await verify(whole, [], true);
    expect(isVerified(found)).toBe(true);
    expect(found.compared).toEqual(
      expect.arrayContaining(drawn.map(([name]) => name).filter((name) => !/json$/.test(name))),
    );
    const [[name = "", svg] = []] = drawn;
    const text = new TextDecoder().decode(svg);
    expect(await given((files) => files.set(name, bytesOf(`${text} `)))).toEqual([{ name, result: "different" }]);
    expect(await given((files) => files.delete(name))).toEqual([{ name, result: "missing" }]);
    expect(await given((files) => files.delete("figures/drawn.json"))).toEqual([
      { name: "figures/drawn.json", result: "unfinished" },
    ]);
    expect(await given((files) => files.set("figures/drawn.json", bytesOf("{}")))).toEqual([
      { name: "figures/drawn.json", result: "unreadable" },
    ]);
    // A figure that was edited, with its new hash in the record of the figures: what it should be is drawn again.
    const forged = figures.map((one, index) => (index === 0 ? { ...one, svg: `${one.svg} ` } : one));
    const change = (files: Map<string, Uint8Array<ArrayBuffer>>) => {
      files.set(name, bytesOf(`${text} `));
      files.set("figures/drawn.json", bytesOf(drawnJson(record, forged, "en")));
    };
    expect(await given(change)).toEqual([{ name, result: "different" }]);
    const other = drawnJson({ weightsSha256: "0".repeat(64) }, figures, "en");
    expect(await given((files) => files.set("figures/drawn.json", bytesOf(other)))).toEqual([
      { name: "figures/drawn.json", result: "otherRun" },
    ]);
    const edited = await given((files) => files.set("report.html", bytesOf(html.replace("</h1>", "!</h1>"))));
    expect(edited).toEqual([{ name: "report.html", result: "edited", line: expect.any(Number) }]);
  });

  it.each([
    ["run.json", "{", "json.syntax"],
    ["run.json", "{}", "run.record"],
    ["page.html", "<html>hello</html>", "verify.report"],
    ["walk.csv", "a,b", "run.noRecord"],
  ])("refuses %s with %j", async (name, text, code) => {
    const error = await verify(new Map([[name, bytesOf(text)]])).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TidelabError);
    expect((error as TidelabError).code).toBe(code);
  });
});

describe("what is among files", () => {
  const dropped = (...paths: string[]) => paths.map((path): DroppedFile => ({ path, blob: new Blob([path]) }));
  it("are folders with a record at any depth, reports outside of them, archives", () => {
    const { runs, archives } = gatherRuns(
      dropped(
        ...["class/ada/run.json", "class/ada/model.safetensors", "class/ada/report.html", "class/ada/figures/a.svg"],
        ...["class/ada/figures/old.html", "class/bob.html", "class/carl.zip", "class/notes.txt", "run.json"],
      ),
    );
    expect(runs.map(({ name, files }) => [name, [...files.keys()]])).toEqual([
      ["class/ada", ["run.json", "model.safetensors", "report.html", "figures/a.svg"]],
      ["run.json", ["run.json"]],
      ["class/bob.html", ["bob.html"]],
    ]);
    expect(archives.map(({ path }) => path)).toEqual(["class/carl.zip"]);
    const loose = gatherRuns(dropped("run.json", "report.html", "hello.html", "ada.zip"));
    expect(loose.runs.map(({ files }) => [...files.keys()])).toEqual([["run.json", "report.html"], ["hello.html"]]);
    expect(loose.archives).toHaveLength(1);
    const same = gatherRuns(dropped("run.json", "run.json"));
    expect(same.runs.map(({ files }) => files.size)).toEqual([1, 1]);
    expect(gatherRuns(dropped("lab/run.json"), "carl.zip").runs[0]?.name).toBe("carl.zip/lab");
  });
});

describe("a folder that is kept", () => {
  it("is a run like any other, once, with its notes", async () => {
    const files = [...folder, ["notes.json", bytesOf('{"text":"late","tags":["a",3]}')]] as FolderFiles;
    const first = await importRun(files, "given");
    expect(first).toMatchObject({ label: "given", wasKept: false });
    const row = await readRow(first.id);
    expect(row).toMatchObject({ status: "finished", stepsPerEpoch: 6, counts: { train: 42, val: 9, test: 9 } });
    expect(row?.record?.weightsSha256).toBe(run.record.weightsSha256);
    expect(await readNotes(first.id)).toEqual({ id: first.id, text: "late", tags: ["a"] });
    expect(await importRun(files, "again")).toEqual({ ...first, wasKept: true });
  });

  it("is nothing where it is damaged: no row, no file", async () => {
    const before = await (await openFiles()).list("runs");
    const weights = new Uint8Array(folder.get("model.safetensors")!).fill(0, 40);
    const error = await importRun([...folder, ["model.safetensors", weights]] as FolderFiles, "given").catch((e) => e);
    expect(error).toBeInstanceOf(TidelabError);
    expect(await (await openFiles()).list("runs")).toEqual(before);
  });
});
