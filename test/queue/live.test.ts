/** The queue over HTTP, as the studio's page follows it: the same as `sweep status`, again at each news, for those alone who may read the site. */
import { request } from "node:http";
import { setTimeout } from "node:timers/promises";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Boss, ensureQueue, openBoss, queueOf } from "../../src/node/queue/boss.ts";
import { thisBuild } from "../../src/node/queue/build.ts";
import { addJobs, takeJob } from "../../src/node/queue/jobs.ts";
import { type LiveQueue, liveQueue } from "../../src/node/queue/live.ts";
import { openSweep, pauseSweep, sweepStatus } from "../../src/node/queue/sweeps.ts";
import { enterWorker } from "../../src/node/queue/workers.ts";
import { createEvents } from "../../src/node/serve/events.ts";
import { type Served, serveSite } from "../../src/node/serve/serve.ts";
import { openStore, type Store } from "../../src/node/store/store.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import { createDatabase, onServer, type TestDatabase } from "../store/databases.ts";
import { TINY_BASE } from "../sweep/tiny-sweep.ts";
import { withoutServer } from "./queue.ts";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

interface Page {
  readonly status: number;
  readonly type: string;
  /** Waits for an event that is like this. */
  until(isIt: (event: string) => boolean): Promise<string>;
  text(): string;
}

function open({ port }: Served, headers: Record<string, string> = {}): Promise<Page> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", port, path: "/queue/events", headers, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (more: string) => {
        text += more;
      });
      response.on("error", () => {});
      resolve({
        status: response.statusCode ?? 0,
        type: String(response.headers["content-type"]),
        text: () => text,
        async until(isIt) {
          for (;;) {
            const found = text.split("\n\n").slice(0, -1).find(isIt);
            if (found !== undefined) return found;
            await setTimeout(10);
          }
        },
      });
    });
    asked.on("error", reject);
    closers.push(() => asked.destroy());
    asked.end();
  });
}

const serve = async (options: Parameters<typeof serveSite>[1]) => {
  const served = await serveSite(new Map(), { port: 0, ...options });
  closers.push(() => served.close());
  return served;
};
const queueIn = (event: string) => JSON.parse(event.replace(/^data: /, "")) as LiveQueue;
const never = { close: () => Promise.resolve() };

describe("events", () => {
  it("are for those who may read the site, and not there without a source", async () => {
    const live = { snapshot: () => Promise.resolve({ n: 1 }), follow: () => Promise.resolve(never), ...never };
    const here = await serve({ live });
    const page = await open(here);
    expect([page.status, page.type]).toEqual([200, "text/event-stream"]);
    expect(await page.until((event) => event.startsWith("data:"))).toBe('data: {"n":1}');
    expect((await open(here, { host: "evil.example" })).status).toBe(403);
    expect((await open(await serve({ live, host: "0.0.0.0" }))).status).toBe(403);
    expect((await open(await serve({}))).status).toBe(404);
  });

  it("ask once for all pages, say when the source does not answer, and nothing while nobody looks", async () => {
    let asked = 0;
    let isAway = false;
    let news: () => void = () => {};
    const live = {
      snapshot: () => (isAway ? Promise.reject(new Error("secret reason")) : Promise.resolve({ asked: ++asked })),
      follow: (onNews: () => void) => {
        news = onNews;
        return Promise.resolve(never);
      },
      ...never,
    };
    const events = createEvents(live);
    closers.push(() => events.close());
    news();
    await setTimeout(20);
    expect(asked).toBe(0);
    const served = await serve({ live });
    const [one, two] = [await open(served), await open(served)];
    await one.until((event) => event.startsWith("data:"));
    await two.until((event) => event.startsWith("data:"));
    const before = asked;
    for (let n = 0; n < 50; n++) news();
    await two.until((event) => event.includes(`"asked":${before + 1}`));
    expect(asked).toBe(before + 1);
    isAway = true;
    news();
    expect(await one.until((event) => event.startsWith("event: away"))).toBe("event: away\ndata: {}");
    expect(one.text()).not.toContain("secret");
  });
});

describe.skipIf(withoutServer)("the queue of a store", () => {
  let database: TestDatabase;
  let store: Store;
  let boss: Boss;
  const queue = queueOf(undefined);
  beforeEach(async () => {
    database = await createDatabase("postgres");
    store = await openStore(database.location);
    boss = await openBoss(store, true);
    await ensureQueue(boss, queue);
    const build = await thisBuild();
    await openSweep(store, { name: 'it"s', folder: "sweeps/s", build, priority: 0, total: 2 });
    const spec = parseSpec({ ...TINY_BASE, name: "tiny" });
    const base = { version: 1 as const, sweep: 'it"s', arm: "a", numerics: build.numerics, device: "cpu" as const };
    await addJobs(
      store,
      boss,
      'it"s',
      [1, 2].map((seed, position) => {
        return { payload: { ...base, seed, spec: { ...spec, seed }, waits: false }, position, queue };
      }),
    );
    await enterWorker(store, { id: "w", build, tags: [], slots: 1 });
  });
  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  it("is reported as sweep status has it, again at each news, and after its connections were cut", async () => {
    const page = await open(await serve({ live: liveQueue(database.location) }));
    const first = queueIn(await page.until((event) => event.includes('"waiting":2')));
    // How long ago somebody was heard of changes all the time.
    expect(first.sweeps).toEqual([await sweepStatus(store, 'it"s')]);
    expect(first.workers).toMatchObject([{ id: "w", state: "working", running: 0 }]);
    await takeJob(store, boss, queue, "w");
    const second = queueIn(await page.until((event) => event.includes('"waiting":1')));
    expect(second.sweeps[0]?.running).toMatchObject([{ arm: "a", seed: 1 }]);
    const name = new URL(database.setting).pathname.slice(1);
    await onServer(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
    await pauseSweep(store, boss, 'it"s');
    await page.until((event) => event.includes('"state":"paused"'));
    await store.use((db) => sql`select 1`.execute(db));
  });
});
