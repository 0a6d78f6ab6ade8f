/** Jobs from one state to the next, against a real PostgreSQL: one result each, alarms, parking, pausing, builds, rights. */
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256Hex } from "../../src/bytes/sha256.ts";
import { alarmsIn } from "../../src/node/queue/alarms.ts";
import { type Boss, ensureQueue, openBoss, queueOf } from "../../src/node/queue/boss.ts";
import { type Build, thisBuild } from "../../src/node/queue/build.ts";
import { addJobs, failJob, finishJob, giveBack, type Taken, takeJob } from "../../src/node/queue/jobs.ts";
import { type JobPayload, jobId, parseFiles, parseJob, parsePayload } from "../../src/node/queue/payload.ts";
import {
  cancelSweep,
  closeSweep,
  openSweep,
  pauseSweep,
  resumeSweep,
  retrySweep,
  sweepStatus,
  unopenSweep,
} from "../../src/node/queue/sweeps.ts";
import { beat, enterWorker, listWorkers, putBackLost } from "../../src/node/queue/workers.ts";
import { fetchBlob, fetchBlobs, missingBlobs, putBlob, putBlobs } from "../../src/node/store/blobs.ts";
import { addRun } from "../../src/node/store/runs.ts";
import { openStore, type Store } from "../../src/node/store/store.ts";
import { removeUnusedBlobs } from "../../src/node/store/unused-blobs.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import { createDatabase, type TestDatabase } from "../store/databases.ts";
import { makeRecord } from "../store/records.ts";
import { TINY_BASE } from "../sweep/tiny-sweep.ts";
import { withoutServer } from "./queue.ts";

const spec = parseSpec({ ...TINY_BASE, name: "tiny" });
const payload = (seed: number): JobPayload => ({
  ...{
    version: 1,
    sweep: "s",
    arm: "a",
    seed,
    spec: { ...spec, seed },
    numerics: "portable",
    device: "cpu",
    waits: false,
  },
});
const HASH = "a".repeat(64);

describe("a job that comes from the database", () => {
  const wrong: [string, unknown][] = [
    ["no object", []],
    ["an unknown version", { ...payload(1), version: 2 }],
    ["no spec", { ...payload(1), spec: undefined }],
    [
      "a hash that is a path",
      { ...payload(1), series: { files: [{ set: "train", name: "x", bytes: 1, sha256: "../x", series: 1 }] } },
    ],
  ];
  it.each(wrong)("is refused with %s", (_, value) => {
    expect(() => parsePayload(JSON.stringify(value), "job 1")).toThrow(/cannot be used/);
  });

  it("has its spec checked like a file", () => {
    const bad = { ...payload(1), spec: { ...spec, training: { ...spec.training, lr: -1 } } };
    expect(() => parsePayload(JSON.stringify(bad), "job 1")).toThrow(/training.lr/);
    expect(parsePayload(JSON.stringify(payload(3)), "job 1").spec).toEqual({ ...spec, seed: 3 });
  });

  it("is the run that its id says: one that was edited is refused, though its spec is valid", () => {
    const id = jobId(payload(1));
    expect(parseJob(id, JSON.stringify(payload(1)))).toEqual(payload(1));
    const edited = { ...payload(1), spec: { ...spec, seed: 1, training: { ...spec.training, lr: 0.5 } } };
    expect(() => parseJob(id, JSON.stringify(edited))).toThrow(/changed in the database/);
    expect(() => parseJob(id, JSON.stringify(payload(2)))).toThrow(/changed in the database/);
  });

  it.each(["../run.json", "/etc/passwd", "checkpoints/x", "run.json/../../x", "C:run.json"])(
    "cannot name a file %s",
    (path) => {
      expect(() => parseFiles(JSON.stringify([{ path, bytes: 1, sha256: HASH }]), "run", "job 1")).toThrow(/run files/);
    },
  );
});

describe.skipIf(withoutServer)("the queue", () => {
  let database: TestDatabase;
  let store: Store;
  let boss: Boss;
  let build: Build;
  const queue = queueOf(undefined);

  beforeEach(async () => {
    database = await createDatabase("postgres");
    store = await openStore(database.location);
    boss = await openBoss(store, true);
    await ensureQueue(boss, queue);
    build = await thisBuild();
    await openSweep(store, { name: "s", folder: "sweeps/s", build, priority: 0, total: 3 });
  });
  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  const add = (...seeds: readonly number[]) =>
    addJobs(
      store,
      boss,
      "s",
      seeds.map((seed, position) => ({ payload: payload(seed), position, queue })),
    );
  const take = (worker = "w") => takeJob(store, boss, queue, worker);
  const taken = async (worker = "w"): Promise<Taken> => {
    const job = await take(worker);
    if (job === undefined) throw new Error("no job");
    return job;
  };
  const enter = (id: string, of = build) => enterWorker(store, { id, build: of, tags: [], slots: 1 });
  const saved = (value: string, host = "one") => ({ weightsSha256: value, files: [], side: { host, build, value } });
  const jobs = async () => (await sweepStatus(store, "s")).jobs;

  it("gives jobs in the order of their sweep, once each, and adds none twice", async () => {
    expect(await add(3, 1, 2)).toEqual(await add(3, 1, 2));
    const seeds = [await taken(), await taken(), await taken()].map(({ row }) => row.seed);
    expect([...seeds, await take()]).toEqual([3, 1, 2, undefined]);
  });

  it("keeps one result: a second run changes nothing, and other weights are an alarm with both hosts and builds", async () => {
    await add(1);
    const job = await taken();
    await finishJob(store, boss, "w", job, saved("x", "one"));
    await finishJob(store, boss, "v", job, saved("x", "two"));
    expect(await store.use((db) => alarmsIn(db, "s"))).toEqual([]);
    await finishJob(store, boss, "v", job, saved("y", "two"));
    const { alarms, jobs: counts } = await sweepStatus(store, "s");
    expect(alarms).toMatchObject([
      { arm: "a", seed: 1, first: { host: "one", value: "x", build }, second: { host: "two", value: "y", build } },
    ]);
    expect(counts).toEqual({ waiting: 0, running: 0, saved: 1, failed: 0 });
    expect(await take()).toBeUndefined();
  });

  it("gives a lost worker's job to another, and takes the first result that comes", async () => {
    await add(1);
    await enter("w");
    const first = await taken("w");
    await store.use((db) => sql`update queue_workers set seen = seen - 16`.execute(db));
    await store.use((db) => sql`update queue_jobs set changed = changed - 16`.execute(db));
    await putBackLost(store, boss);
    expect(await listWorkers(store)).toMatchObject([{ id: "w", state: "gone" }]);
    const second = await taken("v");
    expect(second.id).toBe(first.id);
    // It was not dead: it hears that it was thought so, and its result is as good as any.
    expect(await beat(store, boss, "w", [first.id], "working")).toBe(false);
    await finishJob(store, boss, "w", first, saved("x", "one"));
    await finishJob(store, boss, "v", second, saved("x", "two"));
    expect(await jobs()).toMatchObject({ saved: 1, waiting: 0, running: 0 });
    expect(await take()).toBeUndefined();
  });

  it("tries a run that breaks off twice more, with a pause, then parks it until somebody retries it", async () => {
    await add(1);
    for (let attempt = 1; attempt <= 3; attempt++) {
      await store.use((db) => sql`update tidelab_queue.job set start_after = now() - interval '1s'`.execute(db));
      const job = await taken();
      expect(job.isLastTry).toBe(attempt === 3);
      await failJob(store, boss, "w", job, { message: `attempt ${attempt}` }, false);
      // Not at once.
      expect(await take()).toBeUndefined();
    }
    const { parked } = await sweepStatus(store, "s");
    expect(parked).toEqual([{ arm: "a", seed: 1, failure: { message: "attempt 3" } }]);
    expect(await retrySweep(store, boss, "s")).toBe(1);
    await finishJob(store, boss, "w", await taken(), saved("x"));
    expect(await jobs()).toMatchObject({ saved: 1, failed: 0 });
  });

  it("parks a job that ten workers were lost with", async () => {
    await add(1);
    for (let lost = 1; lost <= 10; lost++) {
      await taken(`gone-${lost}`);
      await store.use((db) => sql`update queue_jobs set changed = changed - 16`.execute(db));
      await putBackLost(store, boss);
    }
    expect(await take()).toBeUndefined();
    expect((await sweepStatus(store, "s")).parked).toMatchObject([
      { failure: { message: expect.stringContaining("10 workers were lost") } },
    ]);
  });

  it("keeps the checkpoint of a job that is put back", async () => {
    await add(1);
    const files = [{ path: "start.json", bytes: 2, sha256: HASH }];
    await giveBack(store, boss, "w", await taken(), files);
    const again = await taken("v");
    expect(JSON.parse(again.row.checkpoint ?? "")).toEqual(files);
    // Who has it no longer cannot put it back.
    await giveBack(store, boss, "w", again, undefined);
    expect(await take()).toBeUndefined();
  });

  it("pauses, resumes and cancels a sweep; a paused one takes new jobs and gives none", async () => {
    await add(1, 2);
    const running = await taken();
    expect(await pauseSweep(store, boss, "s")).toBe(1);
    await add(3);
    expect(await take()).toBeUndefined();
    await giveBack(store, boss, "w", running, undefined);
    expect(await take()).toBeUndefined();
    expect(await resumeSweep(store, boss, "s")).toBe(3);
    await expect(resumeSweep(store, boss, "s")).rejects.toThrow(/paused, received one that is open/);
    await finishJob(store, boss, "w", await taken(), saved("x"));
    const late = await taken();
    expect(await cancelSweep(store, boss, "s")).toBe(2);
    await finishJob(store, boss, "w", late, saved("x"));
    expect([await take(), await jobs()]).toMatchObject([undefined, { saved: 1, waiting: 0, running: 0 }]);
    await expect(pauseSweep(store, boss, "t")).rejects.toThrow(/no sweep of this name.*It has s/);
  });

  it("refuses a worker of another build, and a sweep of a name that another folder has", async () => {
    const other = { ...build, kernels: "0".repeat(16) };
    await expect(enter("w", other)).rejects.toThrow(/does not compute the same bits as the sweep s/);
    await openSweep(store, {
      name: "s",
      folder: "sweeps/s",
      build: { ...build, numerics: "fused" },
      priority: 0,
      total: 3,
    });
    await expect(enter("w", { ...build, numerics: "portable" })).rejects.toThrow(/fused multiply-add/);
    await enter("v", { ...build, numerics: "fused" });
    const again = { name: "s", build, priority: 0, total: 3 };
    await expect(openSweep(store, { ...again, folder: "elsewhere" })).rejects.toThrow(/already, from .*sweeps\/s/);
    await expect(openSweep(store, { ...again, name: "t", folder: "t", build: other })).rejects.toThrow(/worker on/);
    expect(await openSweep(store, { ...again, folder: "sweeps/s" })).toEqual({ isPaused: false, before: "open" });
  });

  it("leaves a sweep that could not begin as it was before, unless somebody has runs of it to do", async () => {
    const open = (name: string) => openSweep(store, { name, folder: name, build, priority: 0, total: 1 });
    const stateOf = async (name: string) => (await sweepStatus(store, name)).state;
    const { before } = await open("new");
    await unopenSweep(store, "new", before);
    expect([before, await stateOf("new")]).toEqual([undefined, "cancelled"]);
    await closeSweep(store, "new");
    await unopenSweep(store, "new", (await open("new")).before);
    expect(await stateOf("new")).toBe("done");
    await add(1);
    await unopenSweep(store, "s", undefined);
    expect(await stateOf("s")).toBe("open");
    await unopenSweep(store, "new", "paused");
    expect(await stateOf("new")).toBe("done");
  });

  it("keeps files by hash, in chunks, and notices when one is damaged", async () => {
    const folder = await mkdtemp(join(tmpdir(), "tidelab-blobs-"));
    const [from, to] = [join(folder, "from"), join(folder, "to")];
    const content = Uint8Array.from({ length: 2.5 * 2 ** 20 }, (_, n) => (n * 7919) >> 3);
    await writeFile(from, content);
    const sha256 = sha256Hex(content);
    await Promise.all([putBlob(store, sha256, from), putBlob(store, sha256, from)]);
    await fetchBlob(store, sha256, to);
    expect(readFileSync(to).equals(content)).toBe(true);
    const { rows } = await store.use((db) => sql<{ n: string }>`select count(*) as n from blob_chunks`.execute(db));
    expect(rows).toEqual([{ n: "3" }]);
    await rm(to);
    await store.use((db) => sql`update blob_chunks set content = '\\x00' where number = 2`.execute(db));
    await expect(fetchBlob(store, sha256, to)).rejects.toThrow(/database is damaged/);
    await expect(fetchBlob(store, HASH, to)).rejects.toThrow(/has no file/);
    await expect(putBlob(store, HASH, from)).rejects.toThrow(/was changed since/);
    expect(() => readFileSync(to)).toThrow(/ENOENT/);
    await rm(folder, { recursive: true });
  });

  it("sends and brings small files together, one of them empty, one twice, and says which is damaged or lies about its size", async () => {
    const folder = await mkdtemp(join(tmpdir(), "tidelab-blobs-"));
    const contents = { a: "first", b: "", c: "first", large: "x".repeat(2 ** 20 + 1), d: "last" };
    const files = await Promise.all(
      Object.entries(contents).map(async ([name, text]) => {
        await writeFile(join(folder, name), text);
        return { path: join(folder, name), bytes: text.length, sha256: sha256Hex(new TextEncoder().encode(text)) };
      }),
    );
    // Two workers at once, in another order.
    await Promise.all([putBlobs(store, files), putBlobs(store, files.toReversed())]);
    const placed = files.map((file) => ({ ...file, path: `${file.path}.back` }));
    await fetchBlobs(store, placed);
    const back = placed.map(({ path }) => readFileSync(path, "utf8"));
    expect(back).toEqual(Object.values(contents));
    const { rows } = await store.use((db) => sql<{ n: string }>`select count(*) as n from blob_chunks`.execute(db));
    // Of the two that are the same one is kept, and the large one is in two pieces.
    expect(rows).toEqual([{ n: "5" }]);
    await fetchBlobs(
      store,
      placed.map((file) => ({ ...file, bytes: 1, path: `${file.path}2` })),
    );
    expect(readFileSync(join(folder, "large.back2"), "utf8")).toBe(contents.large);
    await store.use((db) => sql`update blob_chunks set content = 'other' where content = 'last'`.execute(db));
    await expect(fetchBlobs(store, [placed[0], placed[4]] as never)).rejects.toThrow(/database is damaged/);
    await rm(folder, { recursive: true });
  });

  it("removes files that nothing refers to, after a day, and none that somebody needs or asks for meanwhile", async () => {
    const folder = await mkdtemp(join(tmpdir(), "tidelab-blobs-"));
    const put = async (name: string) => {
      await writeFile(join(folder, name), name);
      const file = { path: name, bytes: name.length, sha256: sha256Hex(new TextEncoder().encode(name)) };
      await putBlob(store, file.sha256, join(folder, name));
      return file;
    };
    const names = [
      "start.json",
      "run.json",
      "series",
      "old series",
      "unused",
      "asked for",
      "fresh",
      "of a run",
    ] as const;
    const files = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await put(name)]))) as Record<
      (typeof names)[number],
      Awaited<ReturnType<typeof put>>
    >;
    const withSeries = (sweep: string, file: (typeof names)[number]): JobPayload => {
      const { path, ...series } = files[file];
      return { ...payload(1), sweep, series: { files: [{ ...series, set: "train", name: path, series: 1 }] } };
    };
    const enqueueOne = (sweep: string, file: (typeof names)[number]) =>
      addJobs(store, boss, sweep, [{ payload: withSeries(sweep, file), position: 0, queue }]);
    await openSweep(store, { name: "ended", folder: "sweeps/ended", build, priority: 9, total: 1 });
    await enqueueOne("ended", "old series");
    await finishJob(store, boss, "w", await taken(), { ...saved("x"), files: [files["run.json"]] });
    await closeSweep(store, "ended");
    await enqueueOne("s", "series");
    await giveBack(store, boss, "w", await taken(), [files["start.json"]]);
    const run = await addRun(store, await makeRecord(1), join(folder, "run"));
    await store.use((db) =>
      db
        .insertInto("artifacts")
        .values({ run, ...files["of a run"], path: "weights.safetensors" })
        .execute(),
    );
    await store.use((db) => sql`update blobs set used = used - 86401`.execute(db));
    await store.use((db) => sql`update blobs set used = used + 86401 where sha256 = ${files.fresh.sha256}`.execute(db));
    const expected = { files: 3, bytes: "unusedold seriesasked for".length };
    expect(await removeUnusedBlobs(store, { counts: true })).toEqual(expected);
    // Who puts a file that is there already needs it.
    await put("asked for");
    const left = { files: 2, bytes: "unusedold series".length };
    expect(await removeUnusedBlobs(store)).toEqual(left);
    expect(await removeUnusedBlobs(store)).toEqual({ files: 0, bytes: 0 });
    const gone = await missingBlobs(
      store,
      names.map((name) => files[name].sha256),
    );
    expect(gone.toSorted()).toEqual([files.unused.sha256, files["old series"].sha256].toSorted());
    const { rows } = await store.use((db) => sql<{ n: string }>`select count(*) as n from blob_chunks`.execute(db));
    expect(rows).toEqual([{ n: "6" }]);
    await rm(folder, { recursive: true });
  });

  it("removes no file while a job in the database cannot be read", async () => {
    await add(1);
    await store.use((db) => sql`update queue_jobs set payload = '{' `.execute(db));
    await store.use((db) => sql`insert into blobs (sha256, bytes, upload) values (${HASH}, 0, 'u')`.execute(db));
    await expect(removeUnusedBlobs(store)).rejects.toThrow(/json/);
    expect(await missingBlobs(store, [HASH])).toEqual([]);
  });

  it("gives no run of a paused sweep, not even one that breaks off meanwhile, and gives it once it goes on", async () => {
    await add(1);
    const job = await taken();
    await pauseSweep(store, boss, "s");
    await failJob(store, boss, "w", job, { message: "broke off" }, false);
    const later = () =>
      store.use((db) => sql`update tidelab_queue.job set start_after = now() - interval '1s'`.execute(db));
    await later();
    expect(await take()).toBeUndefined();
    expect(await resumeSweep(store, boss, "s")).toBe(1);
    expect((await taken()).id).toBe(job.id);
  });

  it("lets one of two folders open a name that they open at the same time", async () => {
    const open = (folder: string) => openSweep(store, { name: `o'"; drop`, folder, build, priority: 0, total: 1 });
    const opened = await Promise.allSettled(["one", "two", "three", "four"].map(open));
    expect(opened.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await sweepStatus(store, `o'"; drop`)).toMatchObject({ state: "open" });
  });
});
