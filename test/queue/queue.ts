/** A queue in a PostgreSQL of the tests, and the built command around it, in folders for hosts. */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { readSweepResult } from "../../src/node/sweeps/folder.ts";
import { createDatabase, DATABASES, type TestDatabase } from "../store/databases.ts";
import { createScratch, type Scratch } from "../sweep/tiny-sweep.ts";

/** Skipped without TIDELAB_TEST_POSTGRES, which `.ci/run` sets: only PostgreSQL has a queue. */
export const withoutServer = DATABASES.find(({ kind }) => kind === "postgres")?.isAbsent !== false;

export interface Host extends Scratch {
  /** Starts a command with the queue's store. */
  begin(...args: readonly string[]): Started;
}

export interface Started {
  readonly child: ChildProcess;
  /** What it has printed so far, of both streams. */
  said(): string;
  /** Waits until it has said something like this. @throws Error when it ends first */
  until(pattern: RegExp): Promise<void>;
  /** Exit code, or the signal that ended it. */
  readonly over: Promise<number | string>;
}

export interface Queue {
  readonly database: TestDatabase;
  /** A folder of its own: what is in one is not in the others. */
  host(): Promise<Host>;
  end(): Promise<void>;
}

export async function createQueue(): Promise<Queue> {
  const database = await createDatabase("postgres");
  const hosts: Scratch[] = [];
  const started: Started[] = [];
  return {
    database,
    async host() {
      const scratch = await createScratch();
      hosts.push(scratch);
      const begin = (...args: readonly string[]) => {
        const one = follow(scratch.start(args, database.setting));
        started.push(one);
        return one;
      };
      return { ...scratch, begin };
    },
    async end() {
      for (const { child } of started) child.kill("SIGKILL");
      await Promise.all(started.map(({ over }) => over));
      for (const host of hosts) await host.remove();
      await database.drop();
    },
  };
}

function follow(child: ChildProcess): Started {
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
    });
  }
  const over = once(child, "close").then(([code, signal]) => (code as number | null) ?? (signal as string));
  return {
    child,
    over,
    said: () => printed,
    async until(pattern) {
      while (!pattern.test(printed)) {
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`it ended without ${pattern}: ${printed}`);
        await setTimeout(10);
      }
    },
  };
}

/** Weights of the runs of a sweep, by arm and seed, and what those without are. */
export async function weightsOf(folder: string): Promise<Record<string, string>> {
  const { arms } = await readSweepResult(folder);
  const runs = arms.flatMap(({ id, runs: done, failures }) => [
    ...done.map(({ seed, weightsSha256 }) => [`${id} ${seed}`, weightsSha256] as const),
    ...failures.map(({ seed, reason }) => [`${id} ${seed}`, reason] as const),
  ]);
  return Object.fromEntries(runs.sort());
}
