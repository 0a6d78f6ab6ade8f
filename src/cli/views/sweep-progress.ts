/** A sweep as it goes: on a terminal a table that is drawn over and over, elsewhere a line for each run that ends. */

import { describeError, TidelabError } from "../../errors/errors.ts";
import { choiceOf } from "../../metrics/epoch-choice.ts";
import type { Job, SweepPlan } from "../../node/sweeps/jobs.ts";
import type { SweepEvent } from "../../node/sweeps/runner.ts";
import { failureText } from "../../report/failure-text.ts";
import type { RunRecord } from "../../runs/record.ts";
import type { Monitor } from "../../spec/training.ts";
import { monitorOf } from "../../sweep/objective.ts";
import { plannedArms } from "../../sweep/rounds.ts";
import { errorMessagesIn } from "../terminal/language.ts";
import { formatClock, formatFixed } from "../terminal/number-format.ts";
import { formatBar } from "../terminal/progress.ts";
import { cut, formatTable } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { warn } from "./results.ts";

/** Milliseconds between two drawings. */
const DRAW_EVERY = 200;
const BAR = 24;
/** Arms shown, the best first; a screen has only so many lines. */
const ARMS_SHOWN = 8;

export interface SweepFollower {
  show(event: SweepEvent): void;
  end(): void;
}

export function followSweep(
  { definition, arms, seeds }: Pick<SweepPlan, "definition" | "arms" | "seeds">,
  jobs: number,
  terminal: Terminal,
): SweepFollower {
  const { messages } = terminal;
  const monitor = monitorOf(definition.base);
  let total = plannedArms(definition, arms.length) * seeds.length;
  const running = new Map<Omit<Job, "spec">, { job: Job; epoch: number; valLoss: number | undefined }>();
  const bests = new Map<string, number[]>();
  let done = 0;
  let ended = 0;
  const started = performance.now();

  /** Seconds left, from the time that runs of this call have taken; undefined before the first has ended. */
  const remaining = () => {
    if (ended === 0) return undefined;
    // Of those that are running, what they have done already counts.
    const shares = [...running.values()].map(({ job: { spec }, epoch }) => epoch / spec.training.epochs);
    const worked = ended + shares.reduce((sum, share) => sum + share, 0);
    return ((total - done - (worked - ended)) * (performance.now() - started)) / 1000 / worked;
  };
  const draw = () => {
    const left = remaining();
    const eta = left === undefined ? "" : ` ${messages.eta({ time: formatClock(left) })}`;
    const head = `${messages.sweepProgress({ done, total })} ${formatBar(total === 0 ? 1 : done / total, BAR)}${eta}`;
    const runs = [...running.values()].slice(0, jobs).map(({ job, epoch, valLoss }) => {
      const loss = valLoss === undefined ? "" : ` val_loss=${formatFixed(valLoss, 4)}`;
      return `  ${job.arm} · seed ${job.seed} · ${messages.epoch} ${epoch}/${job.spec.training.epochs}${loss}`;
    });
    const table = formatTable(armRows(bests, monitor), ["left", "right", "right"]).map((line) => `  ${line}`);
    const columns = terminal.columns - 1;
    const heading = table.length > 0 ? [`  ${messages.sweepBest[monitor]}`] : [];
    terminal.progress([head, ...runs, ...heading, ...table].map((line) => cut(line, columns)).join("\n"));
  };
  const timer = terminal.showsProgress ? setInterval(draw, DRAW_EVERY) : undefined;
  // The sweep keeps the process alive, its drawing need not.
  timer?.unref();
  return {
    show(event) {
      switch (event.type) {
        case "begin":
          done = event.done.size;
          for (const [{ arm }, record] of event.done) note(bests, arm, record, monitor);
          if (done > 0) terminal.info(messages.sweepGoesOn({ done, total }));
          break;
        case "arms":
          total = event.total;
          done += event.done.size;
          for (const [{ arm }, record] of event.done) note(bests, arm, record, monitor);
          if (event.arms.length > 0) terminal.info(messages.sweepProposed({ arms: event.arms }));
          break;
        case "start":
          running.set(event.job, { job: event.job, epoch: 0, valLoss: undefined });
          break;
        case "epoch":
          running.set(event.job, event);
          break;
        case "end": {
          const { job, record, failure } = event;
          running.delete(job);
          done++;
          ended++;
          const place = `[${String(done).padStart(String(total).length)}/${total}] ${job.arm} · seed ${job.seed}`;
          if (record && failure === undefined) note(bests, job.arm, record, monitor);
          const last = record?.history.at(-1);
          const numbers = last
            ? ` val_loss=${formatFixed(last.valLoss, 4)} val_acc=${formatFixed(last.valAccuracy, 3)}`
            : "";
          if (failure === undefined) terminal.info(`${place}${numbers}`);
          else warn(terminal, `${place}: ${failureText(failure, terminal.lang)}`);
          break;
        }
        case "storeFailed": {
          const { error } = event;
          const reason =
            error instanceof TidelabError ? describeError(error, errorMessagesIn(terminal.lang)) : String(error);
          warn(terminal, messages.sweepNotRecorded({ reason }));
        }
      }
    },
    end() {
      clearInterval(timer);
      terminal.clearProgress();
    },
  };
}

/** Adds what a run reached in its best epoch. */
function note(bests: Map<string, number[]>, arm: string, record: RunRecord, monitor: Monitor): void {
  const best = choiceOf(record)?.best;
  if (best) bests.set(arm, [...(bests.get(arm) ?? []), best[monitor]]);
}

/** The best arms by the mean over their runs. */
function armRows(bests: ReadonlyMap<string, readonly number[]>, monitor: Monitor): string[][] {
  return [...bests]
    .map(([arm, values]) => ({
      arm,
      n: values.length,
      mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    }))
    .sort((a, b) => (monitor === "valAccuracy" ? b.mean - a.mean : a.mean - b.mean))
    .slice(0, ARMS_SHOWN)
    .map(({ arm, n, mean }) => [arm, formatFixed(mean, 4), `n=${n}`]);
}
