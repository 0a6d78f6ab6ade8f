/** The databases that the store is tested with: SQLite always, PostgreSQL where `TIDELAB_TEST_POSTGRES` names a server. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { StoreLocation } from "../../src/node/store/location.ts";

const server = process.env.TIDELAB_TEST_POSTGRES;

export interface TestDatabase {
  readonly location: StoreLocation;
  /** As `TIDELAB_STORE` names it. */
  readonly setting: string;
  /** A folder of its own for runs. */
  readonly folder: string;
  drop(): Promise<void>;
}

export const DATABASES = [
  { kind: "sqlite", isAbsent: false },
  { kind: "postgres", isAbsent: server === undefined },
] as const;

let made = 0;

/** A new and empty one. */
export async function createDatabase(kind: "sqlite" | "postgres"): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), "tidelab-store-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  if (kind === "sqlite") {
    const file = join(folder, "runs", "tidelab.db");
    return { location: { kind, file }, setting: file, folder, drop: remove };
  }
  const name = `tidelab_test_${process.pid}_${Date.now()}_${made++}`;
  await onServer(`create database ${name}`);
  const url = new URL(server ?? "");
  url.pathname = name;
  return {
    location: { kind, url: url.href },
    setting: url.href,
    folder,
    async drop() {
      await onServer(`drop database ${name} with (force)`);
      await remove();
    },
  };
}

export async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
