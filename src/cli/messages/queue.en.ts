/** English texts of the commands about the queue. Part of `experiments.en.ts`. */

export const queueCommandTexts = {
  // sweep
  queue: "put the runs into the queue of TIDELAB_STORE, where workers take them; runs nothing itself without --jobs",
  tag: "put the runs where only workers with this tag take them (with --device gpu: gpu)",
  priority: "sweeps with a higher one come first (default: 0)",
  status: "show how far a sweep in the queue has come",
  statusName: "name of the sweep (default: all that are in the queue)",
  name: "name of the sweep",
  pause: "let nothing of a sweep begin; what runs goes on",
  resume: "let a paused sweep go on",
  cancel: "take a sweep out of the queue; results stay",
  retry: "try the runs again that were parked with an error",
  workers: "list the workers of the queue",
};

export const workerCommand = {
  worker: {
    about: "take runs of sweeps from the queue of TIDELAB_STORE, until it is stopped",
    jobs: "runs at a time, one thread each (default: as many as the machine has cores)",
    tag: "take runs with this tag too; may be given again",
    data: "folder that has the files of the series, on a disk that hosts share (default: they come from the store)",
    folder: "folder for series and unfinished runs (default: tidelab-worker in the system's temporary folder)",
    idle: "go after this time without a run: 90s, 10m (default: stay)",
    setup: "make what a queue needs in the database, with a place for each --tag, and go",
    examples: `  tidelab worker --setup
  tidelab worker --jobs 4
  tidelab worker --tag gpu --idle 10m`,
  },
};

function runsOf(count: number): string {
  return `${count} run${count === 1 ? "" : "s"}`;
}

export const queueTexts = {
  // A sweep in the queue
  queuedSweep: (p: { workers: number; slots: number }) =>
    p.workers === 0
      ? "In the queue; no worker is there yet. Start some, on any host with the same TIDELAB_STORE: tidelab worker"
      : `In the queue; ${p.workers} worker${p.workers === 1 ? "" : "s"} with room for ${runsOf(p.slots)} at a time.`,
  queuePaused: (p: { name: string }) => `the sweep is paused: tidelab sweep resume ${p.name} lets it go on.`,
  queueAway: (p: { reason: string }) => `the database does not answer, trying again: ${p.reason}`,
  queueBack: "The database answers again.",
  queueLeft: (p: { name: string; left: number }) =>
    `Left ${runsOf(p.left)} in the queue: workers run them. The same command collects the results; tidelab sweep cancel ${p.name} takes them out.`,
  queueAlarm: (p: {
    arm: string;
    seed: number;
    what: string;
    first: { host: string; build: string; value: string };
    second: { host: string; build: string; value: string };
  }) =>
    `ALARM: two runs of ${p.arm}, seed ${p.seed}, do not have the same bits (${p.what}): ${p.first.value} on ${p.first.host} (${p.first.build}), ${p.second.value} on ${p.second.host} (${p.second.build}). One of the hosts computes wrongly; the first result was kept.`,

  // A worker
  workerEntered: (p: { build: string; slots: number; tags: readonly string[] }) =>
    `Worker is there: ${p.build}; ${runsOf(p.slots)} at a time${p.tags.length > 0 ? `; tags ${p.tags.join(", ")}` : ""}.`,
  workerTook: (p: { sweep: string; arm: string; seed: number; isResumed: boolean }) =>
    `${p.sweep} · ${p.arm} · seed ${p.seed}: ${p.isResumed ? "continues from a checkpoint" : "begins"}`,
  workerEnded: (p: { sweep: string; arm: string; seed: number; how: "saved" | "givenBack" }) =>
    `${p.sweep} · ${p.arm} · seed ${p.seed}: ${p.how === "saved" ? "saved" : "put back into the queue"}`,
  workerFailed: (p: { sweep: string; arm: string; seed: number; message: string }) =>
    `${p.sweep} · ${p.arm} · seed ${p.seed} broke off: ${p.message}`,
  workerDraining: "Stopping: runs leave a checkpoint and go back into the queue.",
  workerGone: (p: { saved: number }) => `Saved ${runsOf(p.saved)}.`,
  queueReady: (p: { store: string; tags: readonly string[] }) =>
    `The queue is ready in ${p.store}${p.tags.length > 0 ? `, with tags ${p.tags.join(", ")}` : ""}.`,

  // Looking at it
  queueStates: { open: "open", paused: "paused", cancelled: "cancelled", done: "done" },
  queueEmpty: "No sweep is in the queue. Add one with tidelab sweep sweep.json --queue",
  sweepsTable: ["Sweep", "State", "Waiting", "Running", "Saved", "Parked", "From"] as readonly string[],
  queueRate: (p: { perMinute: number; minutes: number | undefined }) =>
    `${p.perMinute < 10 ? p.perMinute.toFixed(1) : Math.round(p.perMinute)} runs a minute${p.minutes === undefined ? "" : `; about ${Math.max(1, Math.round(p.minutes))} min left`}.`,
  runningTable: ["Running", "Seed", "Epoch", "On"] as readonly string[],
  parkedTable: ["Parked", "Seed", "Error"] as readonly string[],
  workersTable: ["Host", "Process", "State", "Runs", "Saved", "Tags", "Build", "Heard of"] as readonly string[],
  workerStates: { working: "working", draining: "draining", gone: "gone", lost: "lost" },
  noWorkers: "No worker was there in the last day.",
  secondsAgo: (p: { seconds: number }) => `${p.seconds} s ago`,
  sweepPaused: (p: { name: string; jobs: number }) =>
    `Paused ${p.name}: ${runsOf(p.jobs)} wait. tidelab sweep resume ${p.name} lets it go on.`,
  sweepResumed: (p: { name: string; jobs: number }) => `${p.name} continues with ${runsOf(p.jobs)}.`,
  sweepCancelled: (p: { name: string; jobs: number }) => `Took ${runsOf(p.jobs)} of ${p.name} out of the queue.`,
  sweepRetried: (p: { name: string; jobs: number }) => `${runsOf(p.jobs)} of ${p.name} will be tried again.`,
  unusedFiles: (p: { files: number; bytes: number; isDry: boolean }) =>
    `${p.isDry ? "Would remove" : "Removed"} ${p.files} file${p.files === 1 ? "" : "s"} that nothing needs, ${(p.bytes / 1e6).toFixed(1)} MB.`,
  pulled: (p: { id: string; folder: string; files: number }) =>
    `Brought ${p.id} to ${p.folder}: ${p.files} file${p.files === 1 ? "" : "s"}, verified.`,
};
