/** Everything that is wrong with a sweep, before its first run: axes that the spec has not, values it refuses, arms that do not compile. */
import { canonical } from "../bytes/canonical.ts";
import type { DataFile, SeriesFiles } from "../data/kinds/kind.ts";
import { joinErrors, TidelabError } from "../errors/errors.ts";
import { estimateMemory } from "../model/memory.ts";
import type { Notice } from "../model/notices.ts";
import { runSpec } from "../runs/run-spec.ts";
import { type Changes, changeSpec, findChangeErrors } from "../spec/changes.ts";
import { formatPath, parseAll } from "../spec/parse.ts";
import { parsePath } from "../spec/paths.ts";
import { type Spec, specSchema } from "../spec/spec.ts";
import { type Arm, type Choice, choicesOf } from "./arms.ts";
import { type Axis, axisName, type SweepDefinition } from "./definition.ts";

export interface Problem {
  /** `axes[0]`, `axes[0].values[2]`, `base` or `arm lstm_2`. */
  readonly where: string;
  /** The same as keys in the sweep's file; none for an arm. */
  readonly keys: readonly (string | number)[];
  readonly error: TidelabError;
}

/** The series of a run, by hash. */
export interface RunSeries {
  readonly sha256: string | undefined;
  readonly files: readonly DataFile[];
}

/** An arm with its spec, whose seed each run replaces. */
export interface CheckedArm extends Arm {
  readonly spec: Spec;
  readonly notices: readonly Notice[];
  /** Memory that a run takes, estimated. */
  readonly bytes: number;
  /** Of series from files. */
  readonly series?: RunSeries;
}

/** @returns the arm with its spec, or what is wrong with it */
export async function checkArm(
  { base }: Pick<SweepDefinition, "base">,
  arm: Arm,
  seed: number,
  files?: SeriesFiles,
): Promise<CheckedArm | TidelabError> {
  const found = await compile(base, arm.changes, seed, files);
  return found instanceof TidelabError ? found : { ...arm, ...found };
}

/**
 * Compiles every arm. What is wrong with the base is reported once, at the base; so is an axis' value that fails in
 * all arms that have it, and alone in the base; what is left are arms whose values do not go together. Of a search that will
 * propose further arms, values that none of these have are tried too.
 * @returns the arms with their specs, and all problems; with a problem, the arms are not to be run
 */
export async function checkSweep(
  { base, axes, search }: SweepDefinition,
  arms: readonly Arm[],
  seed: number,
  files?: SeriesFiles,
): Promise<{ arms: CheckedArm[]; problems: Problem[] }> {
  const checked: CheckedArm[] = [];
  const failed = new Map<Arm, TidelabError>();
  for (const arm of arms) {
    const result = await checkArm({ base }, arm, seed, files);
    if (result instanceof TidelabError) failed.set(arm, result);
    else checked.push(result);
  }
  const isSearch = search.kind === "tpe";
  if (failed.size === 0 && !isSearch) return { arms: checked, problems: sameArms(checked) };
  const ofBase = await checkBase(base, seed, files);
  const explained = new Set<Arm>(
    [...failed].flatMap(([arm, error]) => (error.all.every((one) => isAmong(one, ofBase)) ? [arm] : [])),
  );
  // Where axes set what it lacks, there is nothing wrong with it.
  const isBaseWrong = [...failed.values()].some((error) => error.all.some((one) => isAmong(one, ofBase)));
  const problems = isBaseWrong ? ofBase.map(baseProblem) : [];
  for (const [index, axis] of axes.entries()) {
    const isWrong = async ({ value, changes }: Choice) => {
      const having = arms.filter(({ settings }) => settings[axisName(axis)] === value);
      if (!having.every((arm) => failed.has(arm))) return undefined;
      const error = await faultOf(base, changes, seed, ofBase, files);
      if (error === undefined) return undefined;
      // What none of the first arms happens to have may go only with what another axis sets in some of them.
      if (isSearch && having.length === 0 && (await fitsSome(base, axis, changes, arms, seed, files))) return undefined;
      for (const arm of "min" in axis ? failedLike(error, failed) : having) explained.add(arm);
      return error;
    };
    problems.push(...(await findProblems(axis, index, isWrong)));
  }
  for (const [arm, error] of failed) {
    if (!explained.has(arm)) problems.push({ where: `arm ${arm.id}`, keys: [], error });
  }
  problems.push(...sameArms(checked));
  return { arms: checked, problems };
}

/** What can be said of a base and of axes on their own, where other axes are not even well-formed. */
export async function checkParts(
  base: Record<string, unknown>,
  axes: readonly { readonly axis: Axis; readonly index: number }[],
  seed: number,
  files?: SeriesFiles,
): Promise<Problem[]> {
  const ofBase = await checkBase(base, seed, files);
  const problems = ofBase.map(baseProblem);
  for (const { axis, index } of axes) {
    const isWrong = ({ changes }: Choice) => faultOf(base, changes, seed, ofBase, files);
    problems.push(...(await findProblems(axis, index, isWrong)));
  }
  return problems;
}

async function findProblems(
  axis: Axis,
  index: number,
  isWrong: (choice: Choice) => Promise<TidelabError | undefined>,
): Promise<Problem[]> {
  const found: Problem[] = [];
  for (const { keys, ...choice } of labelled(axis)) {
    const error = await isWrong(choice);
    if (error) found.push(problemAt(["axes", index, ...keys], error));
  }
  // A path that is not there is wrong whatever the value.
  const [first] = found;
  const isPath = "path" in axis && first?.error.code === "spec.noPath";
  return isPath ? [problemAt(["axes", index, "path"], first.error)] : found;
}

function problemAt(keys: readonly (string | number)[], error: TidelabError): Problem {
  return { where: formatPath(keys), keys, error };
}

function baseProblem(error: TidelabError): Problem {
  return { where: "base", keys: ["base", ...(parsePath(error.path ?? "") ?? [])], error };
}

/** What changes make wrong that the base has not wrong already. */
async function faultOf(
  base: unknown,
  changes: Changes,
  seed: number,
  ofBase: readonly TidelabError[],
  files: SeriesFiles | undefined,
): Promise<TidelabError | undefined> {
  const result = await compile(base, changes, seed, files);
  if (!(result instanceof TidelabError)) return undefined;
  const [first, ...others] = result.all.filter((error) => !isAmong(error, ofBase));
  return first ? joinErrors([first, ...others]) : findChangeErrors(base, changes)[0];
}

/** Everything that is wrong with the base as it is. */
async function checkBase(base: unknown, seed: number, files: SeriesFiles | undefined): Promise<TidelabError[]> {
  const { errors } = parseAll(specSchema, base);
  if (errors) return errors;
  const result = await compile(base, {}, seed, files);
  return result instanceof TidelabError ? result.all : [];
}

function isAmong({ code, path }: TidelabError, errors: readonly TidelabError[]): boolean {
  return errors.some((other) => other.code === code && other.path === path);
}

/** Arms whose runs would be those of another arm: every run has the sweep's seeds, and a name changes no number. */
function sameArms(arms: readonly CheckedArm[]): Problem[] {
  const first = new Map<string, string>();
  return arms.flatMap(({ id, spec }) => {
    const key = canonical({ ...spec, name: "", seed: 0 });
    const before = first.get(key);
    if (before === undefined) first.set(key, id);
    return before === undefined
      ? []
      : [{ where: `arm ${id}`, keys: [], error: new TidelabError("sweep.sameArm", { first: before }) }];
  });
}

/** Arms with the fault of a range's end: values drawn between its ends have the same. */
function failedLike({ code, path }: TidelabError, failed: ReadonlyMap<Arm, TidelabError>): Arm[] {
  return [...failed].flatMap(([arm, error]) => (error.code === code && error.path === path ? [arm] : []));
}

/** The choices of an axis with their places within it in the file. */
function labelled(axis: Axis): (Choice & { keys: (string | number)[] })[] {
  return choicesOf(axis).map((choice, position) => {
    if ("options" in axis) return { ...choice, keys: ["options", String(choice.value)] };
    return { ...choice, keys: "min" in axis ? [position === 0 ? "min" : "max"] : ["values", position] };
  });
}

/** Whether some arm accepts the changes instead of its own setting of the axis. */
async function fitsSome(
  base: unknown,
  axis: Axis,
  changes: Changes,
  arms: readonly Arm[],
  seed: number,
  files: SeriesFiles | undefined,
): Promise<boolean> {
  for (const arm of arms) {
    const own = choicesOf(axis).find(({ value }) => value === arm.settings[axisName(axis)])?.changes ?? {};
    const others = Object.entries(arm.changes).filter(([path]) => !(path in own));
    const result = await compile(base, { ...Object.fromEntries(others), ...changes }, seed, files);
    if (!(result instanceof TidelabError)) return true;
  }
  return false;
}

async function compile(
  base: unknown,
  changes: Changes,
  seed: number,
  files: SeriesFiles | undefined,
): Promise<Pick<CheckedArm, "spec" | "notices" | "bytes" | "series"> | TidelabError> {
  try {
    const spec = changeSpec(base, changes);
    return { spec, ...(await prepare({ ...spec, seed }, files)) };
  } catch (error) {
    if (error instanceof TidelabError) return error;
    // What no estimate foresaw.
    if (error instanceof RangeError) return new TidelabError("cli.host", { reason: error.message });
    throw error;
  }
}

/** Makes data, model and programs as a run would, and stops before its first step. */
async function prepare(
  spec: Spec,
  files: SeriesFiles | undefined,
): Promise<Pick<CheckedArm, "notices" | "bytes" | "series">> {
  const run = runSpec(spec, { threads: 1, files });
  try {
    const { value } = await run.next();
    if (!value || !("notices" in value)) throw new Error("a run began without being prepared");
    const { sha256, source, all } = value.data;
    const series = source && { sha256, files: source.files };
    return { notices: value.notices, bytes: estimateMemory(spec, all)?.bytes ?? 0, ...(series && { series }) };
  } finally {
    await run.return(undefined as never);
  }
}
