/** `tidelab sweep status|pause|resume|cancel|retry|workers`: sweeps in the queue, looked at and steered from any host. */
import type { Command } from "commander";
import type { Boss } from "../../node/queue/boss.ts";
import type { SweepStatus } from "../../node/queue/sweeps.ts";
import type { Store } from "../../node/store/store.ts";
import type { CommandContext } from "../command.ts";
import type { Terminal } from "../terminal/terminal.ts";

export function addSweepQueue(sweep: Command, context: CommandContext): void {
  const texts = context.messages.commands.sweep;
  const add = (name: string, about: string, work: (terminal: Terminal, name: string) => Promise<number>) => {
    const command: Command = sweep.command(name).description(about);
    command.action(async (...args: unknown[]) => {
      const named = typeof args[0] === "string" ? args[0] : "";
      context.exit(await work(context.terminalOf(command), named));
    });
    return command;
  };
  add("status", texts.status, showStatus).argument("[name]", texts.statusName);
  for (const action of ["pause", "resume", "cancel", "retry"] as const) {
    add(action, texts[action], (terminal, name) => steer(action, name, terminal)).argument("<name>", texts.name);
  }
  add("workers", texts.workers, showWorkers);
}

async function withQueue<T>(work: (store: Store, boss: Boss) => Promise<T>): Promise<T> {
  const [{ openBoss }, { withStore }] = await Promise.all([
    import("../../node/queue/boss.ts"),
    import("../run-store.ts"),
  ]);
  return withStore(async (store) => work(store, await openBoss(store, false)));
}

async function steer(
  action: "pause" | "resume" | "cancel" | "retry",
  name: string,
  terminal: Terminal,
): Promise<number> {
  const { pauseSweep, resumeSweep, cancelSweep, retrySweep } = await import("../../node/queue/sweeps.ts");
  const { messages } = terminal;
  const ways = {
    pause: [pauseSweep, messages.sweepPaused],
    resume: [resumeSweep, messages.sweepResumed],
    cancel: [cancelSweep, messages.sweepCancelled],
    retry: [retrySweep, messages.sweepRetried],
  } as const;
  const [work, say] = ways[action];
  const jobs = await withQueue((store, boss) => work(store, boss, name));
  terminal.result(say({ name, jobs }));
  terminal.document({ name, action, jobs });
  return 0;
}

/** @returns 1 where a sweep has an alarm or a parked run */
async function showStatus(terminal: Terminal, name: string): Promise<number> {
  const [{ listSweepNames, sweepStatus }, { formatStatus, formatSweeps }, { showAlarms }] = await Promise.all([
    import("../../node/queue/sweeps.ts"),
    import("../views/queue-tables.ts"),
    import("../queue-sweep.ts"),
  ]);
  const all = await withQueue(async (store) => {
    const names = name === "" ? (await listSweepNames(store)).map((one) => one.name) : [name];
    const found: SweepStatus[] = [];
    for (const one of names) found.push(await sweepStatus(store, one));
    return found;
  });
  if (all.length === 0) terminal.notice(terminal.messages.queueEmpty);
  else terminal.result(formatSweeps(all, terminal).join("\n"));
  const [only] = name === "" ? [] : all;
  if (only) {
    const lines = formatStatus(only, terminal);
    if (lines.length > 0) terminal.result(lines.join("\n"));
  }
  for (const { alarms } of all) showAlarms(alarms, terminal);
  terminal.document(only ?? all);
  return all.some(({ alarms, jobs }) => alarms.length > 0 || jobs.failed > 0) ? 1 : 0;
}

async function showWorkers(terminal: Terminal): Promise<number> {
  const [{ listWorkers }, { formatWorkers }] = await Promise.all([
    import("../../node/queue/workers.ts"),
    import("../views/queue-tables.ts"),
  ]);
  const workers = await withQueue((store) => listWorkers(store));
  if (workers.length === 0) terminal.notice(terminal.messages.noWorkers);
  else terminal.result(formatWorkers(workers, terminal).join("\n"));
  terminal.document(workers);
  return 0;
}
