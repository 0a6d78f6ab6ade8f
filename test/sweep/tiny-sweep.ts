/** A sweep whose runs take milliseconds, and the built command that runs it. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SweepDefinition, SweepInput } from "../../src/sweep/definition.ts";
import { parseSweep } from "../../src/sweep/definition.ts";
import { recurrent } from "../../src/zoo/index.ts";
import { runHere } from "../cli/here.ts";

const MAIN = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

export const TINY_BASE = {
  numerics: "portable",
  data: { kind: "waves", samples: 40, length: 10 },
  model: recurrent({ hiddenSize: 3, numLayers: 1 }),
  training: { epochs: 2, batchSize: 16 },
} as const;

/** Three arms with two seeds each. */
export function tinySweep(changes: Partial<SweepInput> = {}): SweepInput {
  return {
    name: "tiny",
    base: TINY_BASE,
    axes: [{ path: "training.lr", values: [0.1, 0.01, 0.001] }],
    seeds: 2,
    ...changes,
  };
}

export function parsed(changes: Partial<SweepInput> = {}): Promise<SweepDefinition> {
  return parseSweep(tinySweep(changes), () => Promise.reject(new Error("no file")));
}

/** A killed process of which its parent does not know yet is none any more. */
export function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

export interface Scratch {
  readonly folder: string;
  /** Writes a file. @returns its path within the folder */
  write(name: string, value: unknown): Promise<string>;
  /** Starts `tidelab` there. @param store  of `TIDELAB_STORE`  @param figures  of `TIDELAB_FIGURES` */
  start(args: readonly string[], store?: string, figures?: "on" | "off"): ChildProcess;
  /** Runs it in the process of the test; a sweep on one job unless it says otherwise, for a second takes a second to start. */
  run(args: readonly string[], store?: string): Promise<{ code: number | null; stdout: string; stderr: string }>;
  remove(): Promise<void>;
}

function onOneJob(args: readonly string[]): readonly string[] {
  return args[0] === "sweep" && !args.includes("--jobs") ? [...args, "--jobs", "1"] : args;
}

export async function createScratch(): Promise<Scratch> {
  const folder = await mkdtemp(join(tmpdir(), "tidelab-sweep-"));
  const start = (args: readonly string[], store = "", figures = "off") =>
    spawn(process.execPath, [MAIN, "--lang", "en", ...args], {
      cwd: folder,
      env: { ...process.env, TIDELAB_STORE: store, TIDELAB_FIGURES: figures },
    });
  return {
    folder,
    async write(name, value) {
      await writeFile(join(folder, name), typeof value === "string" ? value : JSON.stringify(value));
      return name;
    },
    start,
    run: (args, store = "") =>
      runHere(["--lang", "en", ...onOneJob(args)], {
        cwd: folder,
        env: { TIDELAB_STORE: store, TIDELAB_FIGURES: "off" },
      }),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
