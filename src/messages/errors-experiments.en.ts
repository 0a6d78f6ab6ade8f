/** English errors of experiments and records: run store, sweeps, forks. Part of `errors-files.en.ts`. */

export const experimentErrors = {
  // Run store
  "store.newer": (p: { most: string; received: string }) =>
    `expected a run store up to step ${p.most}, received one with ${p.received}. It was written by a newer Tidelab: update with npm install tidelab@latest, or name another store with TIDELAB_STORE.`,
  "store.corrupt": () =>
    "expected a SQLite database, received a file that is damaged or none. The runs themselves are in their folders: tidelab runs rebuild sets the file aside and makes the store anew from them.",
  "store.unreachable": (p: { reason: string }) =>
    `expected a PostgreSQL server that takes us in, received an error: ${p.reason}. Check TIDELAB_STORE and the server, then add the runs that are missing with tidelab runs rebuild.`,
  "store.busy": (p: { seconds: number }) =>
    `expected to write within ${p.seconds} seconds, received a store that other processes kept locked. Try again when they are done.`,
  "store.noRun": () =>
    "expected a run of the store (its folder, its id or the beginning of it, or its name), received none of these. tidelab runs lists them; tidelab runs rebuild adds those of folders.",
  "store.ambiguous": (p: { count: number; ids: string }) =>
    `expected one run, received the name of ${p.count} (${p.ids} …). Give the folder or the id.`,
  "store.line": () =>
    "expected a line that tidelab runs export wrote, received something else. Restore the line or remove it; nothing was imported.",
  "store.lineNewer": (p: { most: number; received: number }) =>
    `expected a line of version ${p.most} or older, received version ${p.received}. It was written by a newer Tidelab: update with npm install tidelab@latest.`,
  "store.off": () => "expected a run store, received off. Unset it, or name a file or a postgres:// address.",

  // Lists
  "runs.filter": (p: { received: string; operators: string }) =>
    `expected a key, one of ${p.operators} and a value, received ${JSON.stringify(p.received)}. Write it like status=finished or "training.lr<0.01".`,
  "runs.key": (p: { received: string; nearest: string | undefined; fields: string }) =>
    `expected a column or a path of the runs' specs, received ${p.received}. ${p.nearest ? `Did you mean ${p.nearest}?` : `Columns are ${p.fields}.`}`,
  "runs.tag": (p: { received: string }) =>
    `expected a word without spaces or commas, received ${JSON.stringify(p.received)}. Give several tags as several words.`,
  "cli.count": (p: { received: string }) => `expected a whole number >= 1, received ${p.received}. Try 10.`,
  "cli.duration": (p: { received: string }) =>
    `expected a time like 90s, 10m or 2h, received ${p.received}. Give a number and s, m or h.`,

  // Forks
  "fork.nothing": () =>
    "expected something to change, received nothing. Add --set training.lr=0.01, or --continue to train on with the same spec.",
  "fork.setting": (p: { received: string }) =>
    `expected a path of the spec, = and a value, received ${JSON.stringify(p.received)}. Write it like training.lr=0.01.`,

  // Sweeps
  "sweep.axisTwice": (p: { name: string }) =>
    `expected each axis once, received ${p.name} again. Put all its values into one axis.`,
  "sweep.range": (p: { min: number; max: number; scale: string }) =>
    `expected min below max${p.scale === "log" ? ", both > 0 on a log scale" : ""}, received ${p.min} and ${p.max}. Correct the range.`,
  "sweep.rangeInGrid": (p: { name: string }) =>
    `expected values on every axis of a grid, received a range of ${p.name}. List the values, or search with "search": { "kind": "random", "arms": 20 }.`,
  "sweep.onlyTpe": (p: { key: string; kind: string }) =>
    `expected ${p.key} only with "kind": "tpe", received it with "kind": "${p.kind}". Take it away, or search with "kind": "tpe".`,
  "sweep.tooManyArms": (p: { most: number; received: number }) =>
    `expected at most ${p.most} arms, received ${p.received}. Take values away, or search with "kind": "random".`,
  "sweep.invalid": (p: { count: number }) =>
    `expected a sweep that can be run, received one with ${p.count === 1 ? "the problem" : `the ${p.count} problems`} above. Nothing was run and nothing was written.`,
  "sweep.locked": () =>
    "expected a sweep that no other process works on, received one that another tidelab is running. Wait for it, or choose another folder with --out.",
  "sweep.otherRuns": (p: { count: number; first: string }) =>
    `expected a folder that is new or has this sweep's runs in it, received ${p.count} run(s) of other specs in their places (${p.first}). Choose another folder with --out, or another name; or move those runs away.`,
  "sweep.file": () =>
    "expected the file that a sweep keeps in its folder, received something else. Remove it and run the sweep again: runs that are there are not repeated.",
  "sweep.newer": (p: { most: number; received: number }) =>
    `expected a sweep of version ${p.most} or older, received version ${p.received}. It was written by a newer Tidelab: update with npm install tidelab@latest.`,
  "sweep.none": () =>
    "expected the folder of a sweep with sweep.json in it, received a folder without. Check the path: sweeps lie in sweeps/ unless you chose --out.",
};
