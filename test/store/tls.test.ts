/**
 * TLS to PostgreSQL by the parameters of its address. The server of the tests has none, so what ends TLS is before it, with a certificate that an authority of
 * ours has signed (`test/fixtures/tls/make.sh`).
 */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { TidelabError } from "../../src/errors/errors.ts";
import { listen } from "../../src/node/queue/news.ts";
import { listRuns } from "../../src/node/store/runs.ts";
import { openStore } from "../../src/node/store/store.ts";
import { createDatabase, onServer, type TestDatabase } from "./databases.ts";

const server = process.env.TIDELAB_TEST_POSTGRES;
const pem = (name: string) => fileURLToPath(new URL(`../fixtures/tls/${name}`, import.meta.url));
/** What a client sends that asks for TLS. */
const ASKS_FOR_TLS = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

describe.skipIf(server === undefined)("an address with TLS", () => {
  let database: TestDatabase;
  let port = 0;
  const sockets = new Set<Socket>();
  const encrypted: boolean[] = [];
  const front = createServer((client) => {
    sockets.add(client);
    client.on("error", () => {});
    client.once("data", (first) => {
      const { hostname, port: behind } = new URL(database.setting);
      const target = connect(Number(behind), hostname);
      sockets.add(target);
      target.on("error", () => {});
      const isTls = first.equals(ASKS_FOR_TLS);
      encrypted.push(isTls);
      if (isTls) client.write("S");
      const options = { isServer: true, cert: readFileSync(pem("server.pem")), key: readFileSync(pem("server.key")) };
      const plain = isTls ? new TLSSocket(client, options) : client;
      plain.on("error", () => target.destroy());
      plain.on("close", () => target.destroy());
      target.on("close", () => plain.destroy());
      if (!isTls) target.write(first);
      plain.pipe(target);
      target.pipe(plain);
    });
  });

  beforeAll(async () => {
    database = await createDatabase("postgres");
    front.listen(0, "127.0.0.1");
    await once(front, "listening");
    ({ port } = front.address() as AddressInfo);
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    front.close();
    await database.drop();
  });

  const address = (query: string, host = "localhost") => {
    const url = new URL(database.setting);
    url.host = `${host}:${port}`;
    url.search = query;
    return { kind: "postgres" as const, url: url.href };
  };
  const failure = async (query: string, host?: string) => {
    const error = await openStore(address(query, host)).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(TidelabError);
    return error as TidelabError;
  };

  it("is used with the authority that signed the server's certificate, for news too", async () => {
    encrypted.length = 0;
    const store = await openStore(address(`sslmode=verify-full&sslrootcert=${pem("authority.pem")}`));
    expect(await listRuns(store)).toEqual([]);
    let heard: (() => void) | undefined;
    const news = new Promise<void>((resolve) => {
      heard = resolve;
    });
    const listening = await listen(store, () => heard?.());
    await store.use((db) =>
      db
        .selectNoFrom((eb) => eb.fn("pg_notify", [eb.val("tidelab_queue"), eb.val('{"type":"jobs"}')]).as("sent"))
        .execute(),
    );
    await news;
    await listening.close();
    await store.close();
    expect(encrypted.length).toBeGreaterThan(1);
    expect(new Set(encrypted)).toEqual(new Set([true]));
  });

  it("is refused with another authority, with none, and for another name, and says what to do", async () => {
    const { code, message } = await failure(`sslmode=verify-full&sslrootcert=${pem("other-authority.pem")}`);
    expect(code).toBe("store.certificate");
    expect(message).toMatch(/cannot trust the certificate of the PostgreSQL server: .+sslrootcert=/);
    expect((await failure("sslmode=verify-full")).code).toBe("store.certificate");
    const other = await failure(`sslmode=verify-full&sslrootcert=${pem("authority.pem")}`, "127.0.0.1");
    expect([other.code, other.message]).toEqual(["store.certificate", expect.stringContaining("127.0.0.1")]);
  });

  it("whose server resets the connection is one that is away, not one that is not trusted", async () => {
    const resetting = createServer((client) => client.once("data", () => client.resetAndDestroy()));
    resetting.listen(0, "127.0.0.1");
    await once(resetting, "listening");
    const url = new URL(database.setting);
    url.host = `127.0.0.1:${(resetting.address() as AddressInfo).port}`;
    const error = await openStore({ kind: "postgres", url: url.href }).catch((reason: unknown) => reason);
    resetting.close();
    expect(error).toMatchObject({ code: "store.unreachable", message: expect.stringContaining("ECONNRESET") });
  });

  it("leaves no connection behind where the key does not fit the certificate of the client", async () => {
    const [cert, key] = [pem("authority.pem"), pem("server.key")];
    const before = new Set(sockets);
    await failure(`sslmode=verify-full&sslrootcert=${cert}&sslcert=${cert}&sslkey=${key}`);
    const fresh = [...sockets].filter((socket) => !before.has(socket));
    expect(fresh.length).toBeGreaterThan(0);
    await vi.waitFor(() => expect(fresh.filter(({ destroyed }) => !destroyed)).toEqual([]), 10_000);
  });

  it("is refused where the file of the authority is not there, or the server speaks no TLS", async () => {
    const { code, message } = await failure("sslmode=verify-full&sslrootcert=no-such.pem");
    expect([code, message]).toEqual(["store.certificateFile", expect.stringContaining("no-such.pem")]);
    const { code: ofClient } = await failure(`sslmode=verify-full&sslcert=${pem(".")}&sslkey=no-such.key`);
    expect(ofClient).toBe("store.certificateFile");
    const url = new URL(database.setting);
    url.search = "sslmode=verify-full";
    await onServer("select 1");
    const error = await openStore({ kind: "postgres", url: url.href }).catch((reason: unknown) => reason);
    expect((error as TidelabError).message).toMatch(/does not support SSL/);
  });
});
