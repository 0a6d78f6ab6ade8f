/**
 * Runs a sweep for `sweep` and `exercise`: checks it, shows how it goes, stops when asked to, says what came of it. Loaded
 * when a sweep begins, with the engine behind it.
 */
import { availableParallelism } from "node:os";
import { describeError, TidelabError } from "../errors.ts";
import { makeArms, seedsOf } from "../experiments/arms.ts";
import { checkSweep, type Problem } from "../experiments/check.ts";
import type { SweepDefinition } from "../experiments/definition.ts";
import type { SweepResult } from "../experiments/result.ts";
import { plannedArms } from "../experiments/rounds.ts";
import { runSweep, type SweepOutcome } from "../experiments/sweep.ts";
import { readSweepResult } from "../experiments/sweep-folder.ts";
import { locateStore } from "../store/location.ts";
import { openStore, type Store } from "../store/store.ts";
import { EXIT } from "./failures.ts";
import { catchInterrupts } from "./interrupts.ts";
import { errorMessagesIn } from "./language.ts";
import { warn } from "./results.ts";
import { followSweep } from "./sweep-progress.ts";
import { formatSweep } from "./sweep-table.ts";
import type { Terminal } from "./terminal.ts";

/** The flags that `sweep` and `exercise` share, as typed. */
export interface SweepFlags {
  readonly jobs?: string;
  readonly maxRuns?: string;
  readonly budget?: string;
}

export interface SweepRequest {
  readonly definition: SweepDefinition;
  /** What it was read from, for errors. */
  readonly source: string;
  readonly folder: string;
  readonly flags: SweepFlags;
}

/**
 * @returns the exit code, and the result as far as it has come
 * @throws TidelabError for a sweep that cannot run, before anything is written
 */
export async function runSweepCommand(
  { definition, source, folder, flags }: SweepRequest,
  terminal: Terminal,
): Promise<{ exitCode: number; result: SweepResult }> {
  const { messages } = terminal;
  const limits = {
    jobs: parseCount(flags.jobs, "--jobs") ?? availableParallelism(),
    maxRuns: parseCount(flags.maxRuns, "--max-runs"),
    budget: parseDuration(flags.budget),
  };
  const seeds = seedsOf(definition);
  const checked = await checkSweep(definition, makeArms(definition), seeds[0] ?? 0);
  if (checked.problems.length > 0) {
    for (const problem of checked.problems) terminal.notice(`  ${describeProblem(problem, terminal)}`);
    throw new TidelabError("sweep.invalid", { count: checked.problems.length }, source);
  }
  const plan = { definition, arms: checked.arms, seeds, folder };
  const arms = plannedArms(definition, plan.arms.length);
  terminal.info(terminal.style("bold", messages.sweepHeadline({ name: definition.name, arms, seeds: seeds.length })));
  const interrupts = catchInterrupts(() => terminal.notice(messages.sweepStopping));
  const store = await openIfPossible(terminal);
  const follower = followSweep(plan, limits.jobs, terminal);
  let outcome: SweepOutcome;
  try {
    outcome = await runSweep(plan, {
      ...limits,
      signal: interrupts.signal,
      store,
      onEvent: (event) => follower.show(event),
    });
  } finally {
    follower.end();
    await store?.close();
    interrupts.dispose();
  }
  const result = await readSweepResult(folder);
  terminal.result(formatSweep(result, terminal).join("\n"));
  terminal.result(messages.sweepSaved({ folder }));
  if (outcome.ended !== "done") terminal.notice(messages.sweepEnded[outcome.ended]({ left: outcome.left }));
  if (outcome.ended === "stopped") return { exitCode: interrupts.exitCode ?? EXIT.failed, result };
  return { exitCode: EXIT.done, result };
}

function describeProblem({ where, error }: Problem, { lang }: Terminal): string {
  return `${where}: ${describeError(error, errorMessagesIn(lang))}`;
}

/** A store that cannot be opened is warned of; folders hold everything all the same. */
async function openIfPossible(terminal: Terminal): Promise<Store | undefined> {
  try {
    const location = locateStore(process.env.TIDELAB_STORE);
    return location && (await openStore(location));
  } catch (error) {
    const reason = error instanceof TidelabError ? describeError(error, errorMessagesIn(terminal.lang)) : String(error);
    warn(terminal, terminal.messages.sweepNotRecorded({ reason }));
    return undefined;
  }
}

/** @throws TidelabError `cli.count` */
function parseCount(text: string | undefined, flag: string): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new TidelabError("cli.count", { received: text }, flag);
  return Number(text);
}

const UNITS = { s: 1000, m: 60_000, h: 3_600_000 } as const;

/** `90s`, `10m`, `1.5h` in milliseconds. @throws TidelabError `cli.duration` */
function parseDuration(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(s|m|h)$/.exec(text) ?? [];
  const milliseconds = Number(amount) * UNITS[unit as keyof typeof UNITS];
  if (!(milliseconds > 0)) throw new TidelabError("cli.duration", { received: text }, "--budget");
  return milliseconds;
}
