/**
 * A run on disk: `run.json`, weights, figures and reports in one folder. Written with `run.json` last, so that a folder
 * that has one is whole. Node only.
 */
import { existsSync } from "node:fs";
import { access, constants, readdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { loadData } from "../data/load.ts";
import { resolveNumerics } from "../engine/kernels.ts";
import { TidelabError } from "../errors.ts";
import type { FigureLanguage } from "../figures/index.ts";
import { compile, type Model, stateDict } from "../model/model.ts";
import { weightsSha256 } from "../model/weights-hash.ts";
import { evaluate } from "../train/evaluate.ts";
import type { GradientLog } from "../train/gradients.ts";
import type { FigureSources } from "./artifacts.ts";
import { hasCheckpoints, removeCheckpoints } from "./checkpoints.ts";
import { checkFolder, makeFolder, readIfThere, removeEmpty, replaceFile, writeError } from "./files.ts";
import { formatGradients, parseGradients } from "./gradients.ts";
import { formatRecord, parseRecord, type RunRecord } from "./record.ts";
import { readSafetensors, type Tensor, writeSafetensors } from "./safetensors.ts";
import type { FinishedRun } from "./session.ts";
import { isSystemError } from "./system-errors.ts";

const RECORD = "run.json";
const WEIGHTS = "model.safetensors";
const GRADIENTS = "gradients.json";

/** `runs/2026-11-24-lab`; with `-2`, `-3` … behind it when that is taken. */
export function defaultRunFolder(name: string, date: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const first = join("runs", `${day}-${name}`);
  let folder = first;
  for (let number = 2; existsSync(folder); number++) folder = `${first}-${number}`;
  return folder;
}

/**
 * Checks, before any work is done, that a run can be saved there. Leaves nothing behind.
 * @throws TidelabError `run.outputExists`, `run.outputInterrupted` or `run.outputUnwritable`
 */
export async function checkOutput(folder: string): Promise<void> {
  try {
    const entries = await readdir(folder);
    const code = (await isInterrupted(folder)) ? "run.outputInterrupted" : "run.outputExists";
    if (entries.length > 0) throw new TidelabError(code, { folder }, folder);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === "ENOTDIR" && existsSync(folder)) throw new TidelabError("run.outputExists", { folder }, folder);
    if (error.code !== "ENOENT") throw writeError(error, folder);
  }
  try {
    // Only trying tells: a name may be too long, or the file system one that takes no folders.
    const made = await makeFolder(folder);
    if (made === undefined) await access(folder, constants.W_OK | constants.X_OK);
    // Another process may have put its run beside this one meanwhile.
    else await removeEmpty(resolve(folder), made);
  } catch (error) {
    throw writeError(error, folder);
  }
}

export interface SaveOptions {
  /** Whether figures and reports are drawn now; `rewriteFigures` draws them at any time. */
  figures?: boolean;
}

/**
 * Saves a run: record, weights, figures (SVG and PNG) and reports. The folder must be new or empty, or hold the run's
 * own checkpoints, and what it had saved when it was stopped; checkpoints of a run that will not go on are removed.
 * @returns the files, `run.json` last
 * @throws TidelabError `run.outputExists`, `run.outputUnwritable` or `run.diskFull`; then no new folder is left
 */
export async function saveRun(
  folder: string,
  run: FinishedRun,
  lang: FigureLanguage = "en",
  { figures = true }: SaveOptions = {},
): Promise<string[]> {
  // Where not even that can be asked, `checkOutput` says why.
  const isOwn = await hasCheckpoints(folder).catch(() => false);
  if (!isOwn) await checkOutput(folder);
  const isNew = !existsSync(folder);
  try {
    await makeFolder(folder);
    const files = [
      await writeFile(folder, WEIGHTS, writeSafetensors(stateDict(run.model), { format: "pt" })),
      ...(run.gradients ? [await writeFile(folder, GRADIENTS, formatGradients(run.gradients))] : []),
      ...(figures ? await writePresentation(folder, run, lang) : []),
      await writeFile(folder, RECORD, formatRecord(run.record)),
    ];
    if (run.record.status !== "stopped") await removeCheckpoints(folder);
    return files;
  } catch (error) {
    if (isNew) await rm(folder, { recursive: true, force: true });
    else if (!isOwn) await emptyFolder(folder);
    throw writeError(error, folder);
  }
}

async function emptyFolder(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true });
}

/** Figures and reports, by what draws them: loaded when there is something to draw, for it takes a while. */
async function writePresentation(folder: string, sources: FigureSources, lang: FigureLanguage): Promise<string[]> {
  const presentation = await import("./presentation.ts");
  return presentation.writePresentation(folder, sources, lang);
}

async function writeFile(folder: string, name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await replaceFile(path, content);
  return path;
}

/** Whether a folder holds a run that began and has no record yet. */
async function isInterrupted(folder: string): Promise<boolean> {
  return !existsSync(join(folder, RECORD)) && (await hasCheckpoints(folder));
}

/**
 * The record in a folder; undefined when there is none.
 * @throws TidelabError `run.…` and `json.…`: the folder is missing, the record damaged or of a newer version
 */
export async function readRecord(folder: string): Promise<RunRecord | undefined> {
  await checkFolder(folder);
  const path = join(folder, RECORD);
  const text = (await readIfThere(path))?.toString();
  return text === undefined ? undefined : parseRecord(text, path);
}

/** The record in a folder. @throws TidelabError as `readRecord`, and `run.unfinished` or `run.noRecord` */
export async function loadRecord(folder: string): Promise<RunRecord> {
  const record = await readRecord(folder);
  if (record) return record;
  if (await isInterrupted(folder)) throw new TidelabError("run.unfinished", { folder }, folder);
  throw new TidelabError("run.noRecord", undefined, folder);
}

/**
 * A saved run: its record, and its model with the trained weights.
 * @throws TidelabError `run.…`, `json.…` and `safetensors.…`: what is missing, damaged, of a newer version, or does not fit
 */
export async function loadRun(folder: string): Promise<{ record: RunRecord; model: Model }> {
  const record = await loadRecord(folder);
  const { spec, data } = record;
  const { length, channels, classNames } = data;
  const model = compileAgain(
    () => {
      return compile(spec.model, { length, channels, classes: classNames.length, seed: spec.seed });
    },
    join(folder, RECORD),
  );
  const path = join(folder, WEIGHTS);
  const bytes = await readIfThere(path);
  if (bytes === undefined) throw new TidelabError("run.noWeights", undefined, folder);
  putWeights(model, readSafetensors(bytes, path).tensors, path);
  const received = weightsSha256(model);
  if (received !== record.weightsSha256) {
    throw new TidelabError("run.weightsChanged", { expected: record.weightsSha256, received }, path);
  }
  return { record, model };
}

/** A model that a run once trained can be compiled; if not, the error is told of where its spec stands now. */
function compileAgain(make: () => Model, source: string): Model {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof TidelabError)) throw error;
    throw error.moved(({ path = "model" }) => `${source}: spec.${path}`);
  }
}

function putWeights(model: Model, tensors: ReadonlyMap<string, Tensor>, source: string): void {
  const show = (shape: readonly number[]) => `[${shape.join(", ")}]`;
  const wanted = stateDict(model);
  for (const [tensor, { shape, data }] of wanted) {
    const found = tensors.get(tensor);
    if (found === undefined) throw new TidelabError("run.tensorMissing", { tensor, shape: show(shape) }, source);
    if (show(found.shape) !== show(shape)) {
      const params = { tensor, expected: show(shape), received: show(found.shape) };
      throw new TidelabError("run.tensorShape", params, source);
    }
    data.set(found.data);
  }
  for (const [tensor, { shape }] of tensors) {
    if (!wanted.has(tensor)) throw new TidelabError("run.tensorExtra", { tensor, shape: show(shape) }, source);
  }
}

/**
 * Draws the figures and reports of a saved run again, in another language for one.
 * @returns the files, as paths that begin with `folder`
 */
export async function rewriteFigures(folder: string, lang: FigureLanguage): Promise<string[]> {
  const { record, model } = await loadRun(folder);
  const data = loadData(record.spec);
  const numerics = record.numerics === "portable" ? "portable" : await resolveNumerics();
  const evaluation = await evaluate(model, data.test, { numerics });
  return writePresentation(folder, { record, data, evaluation, gradients: await readGradients(folder) }, lang);
}

/**
 * What a run recorded of its gradients.
 * @returns undefined where it recorded nothing
 * @throws TidelabError `json.…` or `run.gradients` for a file that is damaged
 */
export async function readGradients(folder: string): Promise<GradientLog | undefined> {
  const path = join(folder, GRADIENTS);
  const text = (await readIfThere(path))?.toString();
  return text === undefined ? undefined : parseGradients(text, path);
}
