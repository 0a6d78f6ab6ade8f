/**
 * The commands of docs/queue.md and of the help run as they are written, with a queue in a real PostgreSQL: workers beside each other in folders of
 * their own, all else one after another. What they print with `--json` fits its schema.
 */
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { experimentCommands } from "../../src/cli/messages/experiments.en.ts";
import { createQueue, type Host, type Queue, type Started, withoutServer } from "./queue.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const guide = readFileSync(join(root, "docs/queue.md"), "utf8");
const lines = [...guide.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block = ""]) => block.trim().split("\n"));
const outputs = JSON.parse(readFileSync(join(root, "schema/outputs.schema.json"), "utf8")) as { $id: string };
const ajv = new Ajv2020({ strict: false }).addSchema(outputs);

describe.skipIf(withoutServer)("commands with a queue", () => {
  let queue: Queue;
  let planner: Host;
  const workers: Started[] = [];

  beforeAll(async () => {
    queue = await createQueue();
    planner = await queue.host();
    cpSync(join(root, "examples"), join(planner.folder, "examples"), { recursive: true });
  });
  afterAll(() => queue?.end());

  const isWorker = (args: readonly string[]) => args[0] === "worker" && !args.includes("--setup");

  it("of the guide run as they are written", async () => {
    expect(lines.length).toBeGreaterThan(12);
    const wrong: string[] = [];
    for (const line of lines) {
      if (/^export TIDELAB_STORE=/.test(line)) continue;
      const [npx, tidelab, ...args] = line.split(" ");
      expect([npx, tidelab]).toEqual(["npx", "tidelab"]);
      if (isWorker(args)) {
        workers.push((await queue.host()).begin(...args));
        continue;
      }
      // A sweep that has ended has nothing that could be paused, but is known.
      const started = planner.begin(...args);
      const code = await started.over;
      const isRefused = /expected a sweep that is (open|paused)/.test(started.said());
      if (code !== 0 && !isRefused) wrong.push(`${line}: ${code} ${started.said()}`);
    }
    expect(wrong).toEqual([]);
    expect(workers).toHaveLength(1);
    workers[0]?.child.kill("SIGTERM");
    expect(await workers[0]?.over).toBe(143);
    expect(workers[0]?.said()).toMatch(/search-by-results · .*: saved/);
  });

  it("of the help are those, or run too", async () => {
    const { sweep, worker } = experimentCommands;
    const examples = `${sweep.examples}\n${worker.examples}`
      .split("\n")
      .map((line) => line.trim().replace(/^tidelab /, ""));
    const ours = examples.filter((line) => /^worker|--queue|^sweep status/.test(line));
    expect(ours).toHaveLength(5);
    const software = await planner.run(["worker", "--tag", "gpu", "--idle", "1s"], queue.database.setting);
    // There is a GPU or it says that there is none.
    expect([0, 2]).toContain(software.code);
    for (const line of ours.filter((one) => !/gpu|--jobs 4/.test(one))) {
      expect([line, (await planner.run(line.split(" "), queue.database.setting)).code]).toEqual([line, 0]);
    }
  });

  it.each([
    ["sweep-status", "sweep status"],
    ["sweep-status", "sweep status cells-and-rates"],
    ["sweep-workers", "sweep workers"],
    ["sweep-status", "sweep status waiting"],
    ["sweep-pause", "sweep pause waiting"],
    ["sweep-resume", "sweep resume waiting"],
    ["sweep-retry", "sweep retry waiting"],
    ["sweep-cancel", "sweep cancel waiting"],
    ["worker", "worker --idle 1s"],
    ["worker", "worker --setup"],
  ])("%s: what %s prints with --json fits its schema", async (definition, command) => {
    if (command === "sweep status waiting") await leaveInQueue();
    const { code, stdout } = await planner.run([...command.split(" "), "--json"], queue.database.setting);
    expect(code).toBe(0);
    const validate = ajv.getSchema(`${outputs.$id}#/$defs/${definition}`);
    const document: unknown = JSON.parse(stdout);
    expect([validate?.(document), validate?.errors]).toEqual([true, null]);
    expect(document).not.toHaveProperty("error");
  });

  /** A sweep that no worker is there for. */
  async function leaveInQueue(): Promise<void> {
    const example = JSON.parse(readFileSync(join(root, "examples/sweep.json"), "utf8")) as object;
    await planner.write("waiting.json", { ...example, name: "waiting" });
    const left = planner.begin("sweep", "waiting.json", "--queue");
    const status = ["sweep", "status", "waiting", "--json"];
    for (let waiting = 0; waiting === 0; ) {
      await left.until(/In the queue/);
      const { stdout } = await planner.run(status, queue.database.setting);
      ({ waiting } = (JSON.parse(stdout) as { jobs: { waiting: number } }).jobs);
    }
    left.child.kill("SIGINT");
    expect([await left.over, left.said()]).toMatchObject([130, expect.stringContaining("Left ")]);
  }

  it("leave no password in the database, and show none", async () => {
    const url = new URL(queue.database.setting);
    url.password = "s3cret-word";
    const { stdout, stderr } = await planner.run(["sweep", "status"], url.href);
    expect(stdout + stderr).not.toContain("s3cret-word");
    const ran = await planner.run(
      ["sweep", "examples/sweep.json", "--queue", "--jobs", "1", "--max-runs", "1", "--out", "x"],
      url.href,
    );
    expect(ran.stdout + ran.stderr).not.toContain("s3cret-word");
    const client = new pg.Client({ connectionString: queue.database.setting });
    await client.connect();
    const { rows: tables } = await client.query<{ name: string }>(
      "select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_schema in ('public', 'tidelab_queue')",
    );
    for (const { name } of tables) {
      const { rows } = await client.query(`select 1 from ${name} as t where t::text like '%s3cret-word%'`);
      expect([name, rows.length]).toEqual([name, 0]);
    }
    await client.end();
  });

  it("work with the roles of docs/queue-roles.sql, and a worker sees no runs", async () => {
    const client = new pg.Client({ connectionString: queue.database.setting });
    await client.connect();
    const users: string[] = [];
    try {
      await client.query(readFileSync(join(root, "docs/queue-roles.sql"), "utf8"));
      await client.query(readFileSync(join(root, "docs/queue-roles.sql"), "utf8"));
      const settingOf = async (role: string) => {
        const user = `tidelab_test_${role}_${process.pid}`;
        await client.query(`create user ${user} login password 'x' in role tidelab_${role}`);
        users.push(user);
        const url = new URL(queue.database.setting);
        url.username = user;
        url.password = "x";
        return url.href;
      };
      const [plans, works, reads] = [await settingOf("planner"), await settingOf("worker"), await settingOf("reader")];
      const other = await queue.host();
      const worker = other.start(["worker", "--idle", "5s"], works);
      const file = await planner.write("small.json", {
        ...{
          name: "rights",
          base: {
            data: { kind: "waves", samples: 40, length: 10 },
            model: {
              layers: [{ layer: "gru", hiddenSize: 3 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }],
            },
            training: { epochs: 1 },
          },
        },
        ...{ axes: [{ path: "training.lr", values: [0.1, 0.01] }], seeds: 1 },
      });
      expect(await planner.run(["sweep", file, "--queue", "--jobs", "1"], plans)).toMatchObject({ code: 0 });
      worker.kill("SIGTERM");
      expect(await planner.run(["sweep", "status", "rights"], reads)).toMatchObject({ code: 0 });
      expect(await planner.run(["runs"], reads)).toMatchObject({ code: 0 });
      expect(await planner.run(["sweep", "cancel", "rights"], reads)).toMatchObject({ code: 2 });
      expect(await planner.run(["runs"], works)).toMatchObject({ code: 2 });
    } finally {
      for (const user of users) await client.query(`drop owned by ${user}; drop user ${user}`);
      await client.query("drop owned by tidelab_reader, tidelab_worker, tidelab_planner");
      await client.end();
    }
  });
});
