/**
 * The checkpoints of a run under way, in `<run folder>/checkpoints`: what the run was started with, and the last two states.
 * A state that cannot be trusted is passed over for the one before it. Node only; the bytes are `checkpoint.ts`'s.
 */
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Numerics } from "../engine/kernels.ts";
import { TidelabError } from "../errors.ts";
import { sha256OfText } from "../sha256.ts";
import { parseShallowJson } from "../spec/json-scan.ts";
import { parseSpec } from "../spec/parse.ts";
import type { Spec } from "../spec/spec.ts";
import type { TrainingState } from "../train/state.ts";
import { decodeCheckpoint, encodeCheckpoint } from "./checkpoint.ts";
import { checkFolder, readIfThere, replaceFile } from "./files.ts";
import { isSystemError } from "./system-errors.ts";

/** What a run was started with: the same again, and it is the same run. */
export interface RunStart {
  readonly spec: Spec;
  readonly numerics: Numerics;
  /** ISO 8601. */
  readonly startedAt: string;
  /** The run whose weights it began with, if it did not begin with fresh ones. */
  readonly initial?: { readonly run: string; readonly weightsSha256: string };
}

const CHECKPOINTS = "checkpoints";
const START = "start.json";
/** The newest may be cut off by a crash of the machine; the one before it is then there. */
const KEPT = 2;
const NAME = /^step-(\d+)\.safetensors$/;

/** A place for checkpoints of one run. */
export interface CheckpointWriter {
  /** Adds a state and removes those before the last two. @throws TidelabError `run.diskFull` or `run.outputUnwritable` */
  write(state: TrainingState): Promise<void>;
}

/** Begins a run's checkpoints. @throws TidelabError `run.diskFull` or `run.outputUnwritable` */
export async function startCheckpoints(folder: string, start: RunStart): Promise<CheckpointWriter> {
  const text = `${JSON.stringify(start, undefined, 2)}\n`;
  await replaceFile(join(folder, CHECKPOINTS, START), text);
  return writerOf(folder, sha256OfText(text));
}

function writerOf(folder: string, run: string): CheckpointWriter {
  return {
    async write(state) {
      const name = `step-${String(state.step).padStart(8, "0")}.safetensors`;
      await replaceFile(join(folder, CHECKPOINTS, name), encodeCheckpoint(state, run));
      const older = (await listStates(folder)).slice(KEPT);
      await Promise.all(older.map((file) => rm(join(folder, CHECKPOINTS, file), { force: true })));
    },
  };
}

/** What an interrupted run goes on with. */
export interface Interrupted {
  readonly start: RunStart;
  readonly state: TrainingState;
  /** Newer checkpoints that could not be used, and why. */
  readonly passedOver: readonly TidelabError[];
  readonly writer: CheckpointWriter;
}

/**
 * The newest state of a run that can be trusted.
 * @throws TidelabError `run.missing`, `run.notFolder`, `run.noCheckpoints`, `checkpoint.start` or `checkpoint.none`
 */
export async function readCheckpoints(folder: string): Promise<Interrupted> {
  await checkFolder(folder);
  const path = join(folder, CHECKPOINTS, START);
  const text = (await readIfThere(path))?.toString();
  if (text === undefined) throw new TidelabError("run.noCheckpoints", undefined, folder);
  const start = parseStart(text, path);
  const run = sha256OfText(text);
  const passedOver: TidelabError[] = [];
  for (const file of await listStates(folder)) {
    const source = join(folder, CHECKPOINTS, file);
    try {
      const state = decodeCheckpoint((await readIfThere(source)) ?? new Uint8Array(), run, source);
      return { start, state, passedOver, writer: writerOf(folder, run) };
    } catch (error) {
      if (!(error instanceof TidelabError)) throw error;
      passedOver.push(error);
    }
  }
  const [newest] = passedOver;
  throw new TidelabError("checkpoint.none", { count: passedOver.length }, folder, { cause: newest });
}

/** Whether a folder has a run's checkpoints in it. */
export async function hasCheckpoints(folder: string): Promise<boolean> {
  return (await readIfThere(join(folder, CHECKPOINTS, START))) !== undefined;
}

/** For a run that has ended and will not go on. */
export async function removeCheckpoints(folder: string): Promise<void> {
  await rm(join(folder, CHECKPOINTS), { recursive: true, force: true });
}

/** Names of the states, the newest first. */
async function listStates(folder: string): Promise<string[]> {
  try {
    const names = (await readdir(join(folder, CHECKPOINTS))).filter((name) => NAME.test(name));
    return names.sort((a, b) => Number(NAME.exec(b)?.[1]) - Number(NAME.exec(a)?.[1]));
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOENT") return [];
    throw error;
  }
}

function parseStart(text: string, path: string): RunStart {
  try {
    const { spec, numerics, startedAt, initial } = parseShallowJson(text) as RunStart;
    if ((numerics !== "fused" && numerics !== "portable") || typeof startedAt !== "string") throw new TypeError(path);
    return { spec: parseSpec(spec), numerics, startedAt, ...(initial && { initial }) };
  } catch (cause) {
    throw new TidelabError("checkpoint.start", undefined, path, { cause });
  }
}
