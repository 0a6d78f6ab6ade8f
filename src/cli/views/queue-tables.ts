/** Sweeps and workers of the queue as tables for a terminal. Text only. */
import { showBuild } from "../../node/queue/build.ts";
import type { SweepStatus } from "../../node/queue/sweeps.ts";
import type { KnownWorker } from "../../node/queue/workers.ts";
import { formatTable } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** Rows of what runs, and of what is parked, that are shown. */
const MOST_SHOWN = 20;

export function formatSweeps(sweeps: readonly SweepStatus[], terminal: Terminal): string[] {
  const { sweepsTable, queueStates } = terminal.messages;
  const rows = sweeps.map(({ name, state, jobs, owner }) => [
    ...[name, queueStates[state]],
    ...[jobs.waiting, jobs.running, jobs.saved, jobs.failed].map(String),
    owner,
  ]);
  const alignments = ["left", "left", "right", "right", "right", "right", "left"] as const;
  return table([sweepsTable, ...rows], alignments, terminal, { cuttable: [0, 6], droppable: [6] });
}

/** Details of one sweep, below its row. */
export function formatStatus({ state, jobs, running, parked, perMinute }: SweepStatus, terminal: Terminal): string[] {
  const { messages } = terminal;
  const left = jobs.waiting + jobs.running;
  const minutes = perMinute > 0 && left > 0 ? left / perMinute : undefined;
  const lines = state === "open" && perMinute > 0 ? [messages.queueRate({ perMinute, minutes })] : [];
  if (running.length > 0) {
    const rows = running
      .slice(0, MOST_SHOWN)
      .map(({ arm, seed, epoch, host }) => [arm, `${seed}`, `${epoch ?? 0}`, host]);
    lines.push(
      "",
      ...table([messages.runningTable, ...rows], ["left", "right", "right", "left"], terminal, { cuttable: [0] }),
    );
  }
  if (parked.length > 0) {
    const rows = parked.slice(0, MOST_SHOWN).map(({ arm, seed, failure }) => [arm, String(seed), failure.message]);
    lines.push(
      "",
      ...table([messages.parkedTable, ...rows], ["left", "right", "left"], terminal, { cuttable: [0, 2] }),
    );
  }
  return lines;
}

export function formatWorkers(workers: readonly KnownWorker[], terminal: Terminal): string[] {
  const { workersTable, workerStates, secondsAgo } = terminal.messages;
  const rows = workers.map(({ host, pid, state, running, slots, done, tags, build, silent }) => [
    ...[host, String(pid), workerStates[state], `${running}/${slots}`, String(done)],
    ...[tags.join(" "), showBuild(build), secondsAgo({ seconds: Math.max(0, Math.round(silent)) })],
  ]);
  const alignments = ["left", "right", "left", "right", "right", "left", "left", "right"] as const;
  return table([workersTable, ...rows], alignments, terminal, { cuttable: [0], droppable: [6, 5] });
}

function table(
  rows: readonly (readonly string[])[],
  alignments: Parameters<typeof formatTable>[1],
  terminal: Terminal,
  options: { cuttable?: readonly number[]; droppable?: readonly number[] },
): string[] {
  const [heading = "", ...lines] = formatTable(rows, alignments, { width: terminal.width, ...options });
  return [terminal.style("dim", heading), ...lines];
}
