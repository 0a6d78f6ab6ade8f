/**
 * PostgreSQL connections that break while they are in use: nothing is thrown past the caller, the work is tried again or
 * fails in words, and what was committed is whole.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { TidelabError } from "../../src/errors/errors.ts";
import { addRun, listRuns } from "../../src/node/store/runs.ts";
import { openStore } from "../../src/node/store/store.ts";
import { createDatabase, onServer } from "./databases.ts";
import { makeRecord } from "./records.ts";

const server = process.env.TIDELAB_TEST_POSTGRES;
const writer = fileURLToPath(new URL("writer.mjs", import.meta.url));

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** Between client and server; `limit` says after how many bytes from the server a connection is cut. */
async function proxy(url: string, limit: (connection: number) => number) {
  const { hostname, port } = new URL(url);
  let connections = 0;
  const sockets = new Set<Socket>();
  const listening = createServer((client) => {
    const target = connect(Number(port), hostname);
    let left = limit(connections++);
    for (const socket of [client, target]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        client.destroy();
        target.destroy();
      });
    }
    client.on("data", (bytes) => target.write(bytes));
    target.on("data", (bytes: Buffer) => {
      client.write(bytes.subarray(0, left));
      left -= bytes.length;
      if (left <= 0) client.end();
    });
  });
  listening.listen(0, "127.0.0.1");
  await once(listening, "listening");
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    listening.close();
  });
  const through = new URL(url);
  through.port = String((listening.address() as AddressInfo).port);
  const cut = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return { url: through.href, connections: () => connections, cut };
}

/** A server that speaks something else. */
async function speaking(answer: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const listening = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    answer(socket);
  });
  listening.listen(0, "127.0.0.1");
  await once(listening, "listening");
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    listening.close();
  });
  return `postgres://me:secret@127.0.0.1:${(listening.address() as AddressInfo).port}/db`;
}

describe.skipIf(server === undefined)("a PostgreSQL connection", () => {
  const make = async () => {
    const database = await createDatabase("postgres");
    closers.push(() => database.drop());
    return database;
  };
  const terminate = (setting: string) =>
    onServer(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${new URL(setting).pathname.slice(1)}' and pid <> pg_backend_pid()`,
    );

  it("that is terminated within a transaction is replaced, and the transaction made again", async () => {
    const database = await make();
    const store = await openStore(database.location);
    closers.push(() => store.close());
    let runs = 0;
    const found = await store.change(async (db) => {
      if (runs++ === 0) await terminate(database.setting);
      return db.selectFrom("runs").selectAll().execute();
    });
    expect(found).toEqual([]);
    expect(runs).toBe(2);
    const record = await makeRecord(1);
    await terminate(database.setting);
    await addRun(store, record, "/nowhere/1");
    expect(await listRuns(store)).toHaveLength(1);
  });

  it("that breaks at any byte leaves whole runs or none, and an error in words", async () => {
    const database = await make();
    await (await openStore(database.location)).close();
    const record = await makeRecord(1);
    let failed = 0;
    let worked = 0;
    for (let limit = 1; limit < 100_000; limit = Math.ceil(limit * 1.6)) {
      const { url } = await proxy(database.setting, () => limit);
      try {
        const store = await openStore({ kind: "postgres", url });
        try {
          await addRun(store, { ...record, startedAt: new Date(1e12 + limit * 1000).toISOString() }, "/nowhere/1");
          worked++;
        } finally {
          await store.close();
        }
      } catch (error) {
        failed++;
        expect(error).toBeInstanceOf(TidelabError);
        expect((error as TidelabError).code).toMatch(/^store\.(unreachable|lost)$/);
      }
    }
    expect(failed).toBeGreaterThan(5);
    expect(worked).toBeGreaterThan(1);
    const store = await openStore(database.location);
    closers.push(() => store.close());
    const runs = await listRuns(store);
    expect(runs.length).toBeGreaterThanOrEqual(worked);
    for (const { id } of runs) {
      const epochs = await store.use((db) => db.selectFrom("epochs").selectAll().where("run", "=", id).execute());
      expect(epochs).toHaveLength(record.history.length);
    }
  });

  it("that breaks now and then is made again silently", async () => {
    const database = await make();
    await (await openStore(database.location)).close();
    const record = await makeRecord(1);
    const { url, connections, cut } = await proxy(database.setting, () => 1e9);
    const store = await openStore({ kind: "postgres", url });
    closers.push(() => store.close());
    for (let number = 0; number < 30; number++) {
      const startedAt = new Date(1e12 + number * 1000).toISOString();
      const adding = addRun(store, { ...record, startedAt }, "/nowhere/1");
      // At another moment of the work each time.
      if (number % 5 === 0) setTimeout(cut, number);
      await adding;
    }
    expect(connections()).toBeGreaterThan(1);
    expect(await listRuns(store)).toHaveLength(30);
  });

  it("of a process that writes all the time is terminated again and again, and every run arrives", async () => {
    const database = await make();
    const file = join(database.folder, "record.json");
    await writeFile(file, JSON.stringify(await makeRecord(0)));
    const child = spawn(process.execPath, [writer, database.setting, file, "0", "60"]);
    let [errors, lines] = ["", 0];
    child.stderr.on("data", (text) => {
      errors += text;
    });
    let killing = Promise.resolve();
    child.stdout.on("data", (text: Buffer) => {
      const before = lines;
      lines += text.toString().split("\n").length - 1;
      if (Math.floor(lines / 6) > Math.floor(before / 6)) killing = killing.then(() => terminate(database.setting));
    });
    const [code] = await once(child, "close");
    await killing;
    expect(errors).toBe("");
    expect(code).toBe(0);
    const store = await openStore(database.location);
    closers.push(() => store.close());
    expect(await listRuns(store)).toHaveLength(60);
  });
});

describe("what is no PostgreSQL server", () => {
  it.each<[string, (socket: Socket) => void]>([
    ["closes at once", (socket) => socket.destroy()],
    ["says goodbye", (socket) => socket.end()],
    ["answers in HTTP", (socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")],
    ["answers with zeros", (socket) => socket.end(Buffer.alloc(64))],
    ["asks for an authentication that there is not", (socket) => socket.end(Buffer.from("52000000080000ffff", "hex"))],
    ["sends an error of no fields", (socket) => socket.end(Buffer.from("450000000500", "hex"))],
  ])("and %s is an error in words, without the password", async (_, answer) => {
    const url = await speaking(answer);
    const error = await openStore({ kind: "postgres", url }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TidelabError);
    expect((error as TidelabError).message).toMatch(
      /^postgres:\/\/me@127\.0\.0\.1:\d+\/db: cannot connect to PostgreSQL: ./,
    );
    expect((error as TidelabError).message).not.toContain("secret");
  });
});
