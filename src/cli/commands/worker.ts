/** `tidelab worker`: takes runs of sweeps from the queue, on this host. */
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { showLocation } from "../../node/store/location.ts";
import { addExamples, addFlag, type CommandContext, collect } from "../command.ts";
import type { Terminal } from "../terminal/terminal.ts";

interface WorkerFlags {
  readonly jobs?: string;
  readonly tag?: readonly string[];
  readonly data?: string;
  readonly folder?: string;
  readonly idle?: string;
  readonly setup?: boolean;
}

export function addWorker(program: Command, context: CommandContext): void {
  const { messages } = context;
  const texts = messages.commands.worker;
  const command = program.command("worker").description(texts.about);
  addFlag(command, "--jobs", "<n>", texts.jobs);
  addFlag(command, "--tag", "<tag>", texts.tag).argParser(collect);
  addFlag(command, "--data", "<folder>", texts.data);
  addFlag(command, "--folder", "<folder>", texts.folder);
  addFlag(command, "--idle", "<time>", texts.idle);
  command.option("--setup", texts.setup);
  addExamples(command, texts.examples, messages);
  command.action(async (flags: WorkerFlags) => {
    const terminal = context.terminalOf(command);
    context.exit(await (flags.setup ? setUp(flags, terminal) : work(flags, terminal)));
  });
}

async function setUp({ tag = [] }: WorkerFlags, terminal: Terminal): Promise<number> {
  const [{ ensureQueue, openBoss, queueOf }, { checkTag }, { withStore }] = await Promise.all([
    import("../../node/queue/boss.ts"),
    import("../queue-sweep.ts"),
    import("../run-store.ts"),
  ]);
  const tags = tag.map(checkTag);
  const store = await withStore(async (opened) => {
    const boss = await openBoss(opened, true);
    for (const one of [undefined, ...tags]) await ensureQueue(boss, queueOf(one));
    return showLocation(opened.location);
  });
  terminal.result(terminal.messages.queueReady({ store, tags }));
  terminal.document({ store, tags });
  return 0;
}

async function work(flags: WorkerFlags, terminal: Terminal): Promise<number> {
  const [
    { openBoss },
    { checkTag },
    { withStore },
    { runWorker },
    { workerEvents },
    sweeps,
    devices,
    { catchInterrupts },
  ] = await Promise.all([
    import("../../node/queue/boss.ts"),
    import("../queue-sweep.ts"),
    import("../run-store.ts"),
    import("../../node/queue/worker.ts"),
    import("../views/worker-events.ts"),
    import("../run-sweep.ts"),
    import("../../node/choose-device.ts"),
    import("../terminal/interrupts.ts"),
  ]);
  const { messages } = terminal;
  const tags = (flags.tag ?? []).map(checkTag);
  const slots = sweeps.parseJobs(flags.jobs) ?? availableParallelism();
  const idle = sweeps.parseDuration(flags.idle, "--idle");
  // A worker that says it has a GPU has one.
  if (tags.includes("gpu")) await devices.deviceFor("gpu");
  const interrupts = catchInterrupts(() => terminal.notice(messages.workerDraining));
  try {
    const saved = await withStore(async (store) => {
      const boss = await openBoss(store, false);
      return runWorker({
        ...{ store, boss, slots, tags, idle, shared: flags.data, signal: interrupts.signal },
        folder: flags.folder ?? join(tmpdir(), "tidelab-worker"),
        onEvent: workerEvents(slots, tags, terminal),
      });
    });
    terminal.result(messages.workerGone({ saved }));
    terminal.document({ saved });
    return interrupts.exitCode ?? 0;
  } finally {
    interrupts.dispose();
  }
}
