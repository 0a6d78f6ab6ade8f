/** Runs the built command, in a folder that is removed when the file's tests are over. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";
import type { RunRecord } from "../../src/runs/record.ts";
import { type Here, runHere } from "./here.ts";

export const MAIN = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

export const scratch = mkdtempSync(join(tmpdir(), "tidelab-cli-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Drawing takes longer than a tiny run: for tests that look at figures or reports, `DRAWN` turns it on. */
const ENV = { LC_ALL: "en_US.UTF-8", TIDELAB_STORE: "off", TIDELAB_FIGURES: "off" };

export const DRAWN: Options = { env: { TIDELAB_FIGURES: "on" } };

export interface Result {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Options {
  readonly input?: string;
  /** In addition to the path, an English locale, no store and no figures. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A running command; `result` settles when it has ended. */
export function start(args: readonly string[], { env = {} }: Options = {}) {
  const child: ChildProcessWithoutNullStreams = spawn(process.execPath, [MAIN, ...args], {
    cwd: scratch,
    env: { PATH: process.env.PATH ?? "", ...ENV, ...env },
  });
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      printed[name] += text;
    });
  }
  const result = new Promise<Result>((resolve) => {
    child.on("close", (code) => resolve({ code, ...printed }));
  });
  /** Waits for what the command is about to do. @throws Error when it ends without having done it */
  const until = async (isSo: () => boolean) => {
    while (!isSo()) {
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new Error(`the command ended first:\n${printed.stdout.slice(-2000)}${printed.stderr}`);
      }
      await setTimeout(2);
    }
  };
  return { child, printed, result, until };
}

/** A command in a process of its own: with something to read on stdin, for exit codes and whatever a process has of its own. */
export function tidelabProcess(args: readonly string[], options: Options = {}): Promise<Result> {
  const { child, result } = start(args, options);
  child.stdin.end(options.input ?? "");
  return result;
}

/** A command, in the process of the test. */
export function tidelab(
  args: readonly string[],
  { env = {}, terminal }: Pick<Options, "env"> & Partial<Pick<Here, "terminal">> = {},
): Promise<Result> {
  return runHere(args, { cwd: scratch, env: { ...ENV, ...env }, terminal });
}

export const inScratch = (...names: string[]) => join(scratch, ...names);

export function write(name: string, content: string | Uint8Array): string {
  writeFileSync(inScratch(name), content);
  return name;
}

export function readRecord(folder: string): RunRecord {
  return JSON.parse(readFileSync(inScratch(folder, "run.json"), "utf8")) as RunRecord;
}

/** A spec of the smallest run: 60 series of 12 steps, two epochs. */
export const TINY = {
  name: "tiny",
  numerics: "portable",
  data: { kind: "waves", samples: 60, length: 12 },
  model: {
    layers: [
      { layer: "lstm", name: "lstm", hiddenSize: 3, bidirectional: true },
      { layer: "attention", name: "attention" },
      { layer: "linear", outFeatures: 2 },
    ],
  },
  training: { epochs: 2, batchSize: 16 },
};

/** Flags of a lab of that size. */
export const TINY_LAB =
  "lab --samples 60 --length 12 --hidden 3 --layers 1 --epochs 2 --batch 16 --numerics portable".split(" ");

/** Flags of a training on files that takes no time. */
export const SMALL = ["--epochs", "3", "--numerics", "portable", "--threads", "1"];

/** `tidelab train` with these arguments, in small. */
export function trainSmall(...args: string[]) {
  return tidelab(["train", ...args, ...SMALL]);
}

/** What a command printed with `--json`. */
export function documentOf(stdout: string): Record<string, never> {
  return JSON.parse(stdout) as Record<string, never>;
}
