/** Sweeps in a queue, followed live. */
import { counted } from "../counted.ts";

export const queue = {
  title: "Sweeps in the queue",
  lead: "Live from the store: what tidelab sweep status and sweep workers show.",
  asking: "Asking the server for its queue…",
  absent:
    "This page has no queue. Queues are in PostgreSQL, and only tidelab studio can show them; a static host cannot.",
  absentHow: "Start it with the store of the sweep:",
  databaseSilent: "The database does not answer. This is the last that it said; the server asks again.",
  serverSilent: "The server does not answer. This is the last that it said; the page asks again.",
  none: "No sweep is in the queue.",
  noneHow: "Add one:",
  states: { open: "open", paused: "paused", cancelled: "cancelled", done: "done" },
  counts: { waiting: "waiting", running: "running", saved: "saved", failed: "parked" },
  progress: (name: string) => `Runs of ${name} that have ended`,
  ended: (ended: number, all: number) => `${ended} of ${counted(all, "run")}`,
  rate: (perMinute: string) => `${counted(perMinute, "run")} a minute`,
  left: (minutes: number) => `about ${minutes} min left`,
  from: (owner: string) => `from ${owner}`,
  runningTitle: (name: string) => `Running now, of ${name}`,
  arm: "Arm",
  seed: "Seed",
  epoch: "Epoch",
  host: "Host",
  parkedTitle: (name: string) => `Parked, of ${name}`,
  error: "Error",
  alarm: (arm: string, seed: number, first: string, second: string) =>
    `${arm}, seed ${seed}: ${first} and ${second} gave different bits. One of the two computes wrongly.`,
  workers: "Workers",
  noWorkers: "No worker was there in the last day. Start one:",
  process: "Process",
  state: "State",
  runs: "Runs",
  saved: "Saved",
  tags: "Tags",
  workerStates: { working: "working", draining: "draining", gone: "gone", lost: "lost" },
};
export type QueueTexts = typeof queue;
