/** English errors of the queue: its database, its sweeps, its workers and the files in it. Part of `en.ts`; `queue-errors.ts` adds them. */
import { gigabytes } from "./core.en.ts";

export const queueErrors = {
  // The database
  "queue.store": () =>
    "a queue needs a run store in PostgreSQL. Set TIDELAB_STORE=postgres://user:password@host/database, the same on all hosts; docs/queue.md has the rest.",
  "queue.absent": () =>
    "a queue needs the package pg-boss, which is optional and not installed. Install it with npm install pg-boss@10.",
  "queue.notSetUp": () =>
    "the database has no queue yet. Its owner makes one with tidelab worker --setup; docs/queue.md says which rights others need.",

  // Sweeps
  "queue.sweepTaken": (p: { name: string; owner: string }) =>
    `a sweep of this name is in the queue already, from ${p.owner}. Give this one another name, continue it there, or end that one with tidelab sweep cancel ${p.name}.`,
  "queue.noSweep": (p: { known: string }) =>
    `no sweep of this name is in the queue. ${p.known === "" ? "The queue has none: tidelab sweep sweep.json --queue adds one." : `It has ${p.known}.`}`,
  "queue.state": (p: { expected: "open" | "paused"; state: string }) =>
    `expected a sweep that is ${p.expected}, received one that is ${p.state}. tidelab sweep status shows all; the command that began a sweep continues it: tidelab sweep sweep.json --queue.`,
  "queue.priority": (p: { most: number; received: string }) =>
    `expected a whole number from -${p.most} to ${p.most}, received ${p.received}. Sweeps with a higher one come first; 0 is usual.`,
  "queue.tag": (p: { received: string }) =>
    `expected a tag of at most 30 small letters, digits and hyphens, received ${JSON.stringify(p.received)}. Write it like gpu or large-memory.`,
  "queue.onlyQueue": (p: { flag: string }) =>
    `${p.flag} is only for a sweep in the queue. Add --queue, or leave it out.`,

  // Workers
  "queue.otherBuild": (p: { other: string; expected: string; received: string }) =>
    `this Tidelab (${p.received}) does not compute the same bits as the ${p.other} (${p.expected}). Install the same version on all hosts with npm install tidelab@<version>, or wait until what is in the queue has ended.`,
  "queue.noFused": (p: { other: string }) =>
    `the ${p.other} needs kernels with fused multiply-add, which this processor has not. Write "numerics": "portable" into the base of the sweep, or start the worker on another host.`,
  "queue.job": (p: { reason: string }) =>
    `the queue holds a job that cannot be used: ${p.reason}. It was not run. Cancel its sweep with tidelab sweep cancel and begin it again.`,

  // Files in the store
  "blob.tooLarge": (p: { most: number; received: number }) =>
    `expected a file of at most ${gigabytes(p.most)} GB, received one of ${gigabytes(p.received)} GB. Put it into a folder that all hosts share, and start workers with --data <folder>.`,
  "blob.changed": (p: { expected: string; received: string }) =>
    `the file was changed since the sweep began: expected SHA-256 ${p.expected}, received ${p.received}. Restore it, or run the sweep under another name.`,
  "blob.gone": (p: { sha256: string }) =>
    `the store has no file with SHA-256 ${p.sha256}. Run the command of the sweep again: it sends what is missing.`,
  "blob.damaged": (p: { sha256: string }) =>
    `the file in the store does not have its SHA-256 ${p.sha256}: the database is damaged. Nothing was written. Restore the database from a backup.`,
  "pull.noFiles": (p: { run: string }) =>
    `the store has no files of ${p.run}, only its record: runs that workers of a queue saved have them. Copy its folder from where it was trained.`,
};
