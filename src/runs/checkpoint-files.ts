/**
 * The files that a run is resumed from, as names and bytes: what it was started with, and its states. A state that cannot be trusted is
 * passed over for the one before it. Runs anywhere: `node/runs/checkpoints.ts` has them on disk, a page where it keeps its own.
 */
import { TidelabError } from "../errors/errors.ts";
import type { TrainingState } from "../train/records.ts";
import { decodeCheckpoint, encodeCheckpoint } from "./checkpoint.ts";
import { formatStart, identityOf, parseStart, type RunStart } from "./start.ts";

/** The folder within a run's own. */
export const CHECKPOINTS = "checkpoints";
export const START = "start.json";
const NAME = /^step-(\d+)\.safetensors$/;

export function stateName({ step }: Pick<TrainingState, "step">): string {
  return `step-${String(step).padStart(8, "0")}.safetensors`;
}

/** The states among names of files, the newest first. */
export function newestFirst(names: Iterable<string>): string[] {
  const stepOf = (name: string) => Number(NAME.exec(name)?.[1]);
  return [...names].filter((name) => NAME.test(name)).sort((a, b) => stepOf(b) - stepOf(a));
}

/** What a run that has not ended is resumed from. */
export interface SavedState {
  readonly start: RunStart;
  readonly state: TrainingState;
  /** Newer checkpoints that could not be used, and why. */
  readonly passedOver: readonly TidelabError[];
}

/**
 * The checkpoint of a run: `checkpoints/start.json`, which is the same in all checkpoints of a run, and `checkpoints/step-….safetensors`, a
 * state with weights, moments, random stream and history. In the folder of a run the command `tidelab resume` continues them.
 * @param start  what the run was started with: `startedAt`, numerics and hash of its series are those of the first state
 * @param state  of a `checkpoint` event
 * @returns bytes by name in the folder of the run
 * @example
 * ```ts
 * import { models, parseSpec } from "tidelab";
 * import { checkpointFiles, readCheckpointFiles, runSpec } from "tidelab/runs";
 *
 * const spec = parseSpec({ data: { kind: "waves", samples: 40, length: 20 }, model: models.cnn({ channels: [4] }), training: { epochs: 2 } });
 * const start = { spec, numerics: "portable" as const, startedAt: "2026-11-27T12:00:00.000Z" };
 * let files = new Map<string, Uint8Array>();
 * for await (const event of runSpec(spec, { ...start, checkpointEvery: 1 })) {
 *   if (event.type === "checkpoint") files = checkpointFiles(start, event.state);
 *   if (event.type === "epoch") break; // the tab is closed
 * }
 * const { state } = readCheckpointFiles(files); // and later: runSpec(spec, { ...start, resume: state })
 * console.log([...files.keys()].join(" "), state.step); // checkpoints/start.json checkpoints/step-00000000.safetensors 0
 * ```
 */
export function checkpointFiles(start: RunStart, state: TrainingState): Map<string, Uint8Array> {
  const text = formatStart(start);
  return new Map([
    [`${CHECKPOINTS}/${START}`, new TextEncoder().encode(text)],
    [`${CHECKPOINTS}/${stateName(state)}`, encodeCheckpoint(state, identityOf(text))],
  ]);
}

/**
 * The newest state that can be trusted, from the files of a run; others among them are not looked at.
 * @param files   bytes by name in the folder of the run
 * @param folder  what the folder is to the user; begins the path of errors
 * @throws TidelabError `run.noCheckpoints`, `checkpoint.start` or `checkpoint.none`
 * @example
 * ```ts
 * import { describeError, TidelabError } from "tidelab";
 * import { readCheckpointFiles } from "tidelab/runs";
 *
 * try {
 *   readCheckpointFiles(new Map(), "lab-2.zip");
 * } catch (error) {
 *   console.log(error instanceof TidelabError && error.code); // run.noCheckpoints
 * }
 * ```
 */
export function readCheckpointFiles(files: ReadonlyMap<string, Uint8Array>, folder = ""): SavedState {
  const place = (name: string) => (folder === "" ? name : `${folder}/${name}`);
  const inside = (name: string) => `${CHECKPOINTS}/${name}`;
  const bytes = files.get(inside(START));
  const names = [...files.keys()].filter((name) => name.startsWith(inside("")));
  const states = newestFirst(names.map((name) => name.slice(inside("").length)));
  if (bytes === undefined || states.length === 0) throw new TidelabError("run.noCheckpoints", undefined, folder);
  const text = new TextDecoder().decode(bytes);
  const start = parseStart(text, place(inside(START)));
  const run = identityOf(text);
  const passedOver: TidelabError[] = [];
  for (const name of states.map(inside)) {
    try {
      return { start, state: decodeCheckpoint(files.get(name) ?? new Uint8Array(), run, place(name)), passedOver };
    } catch (error) {
      if (!(error instanceof TidelabError)) throw error;
      passedOver.push(error);
    }
  }
  throw noState(passedOver, folder);
}

/** That none of the states can be used. */
export function noState(passedOver: readonly TidelabError[], folder: string): TidelabError {
  const [newest] = passedOver;
  return new TidelabError("checkpoint.none", { count: passedOver.length }, folder, { cause: newest });
}
