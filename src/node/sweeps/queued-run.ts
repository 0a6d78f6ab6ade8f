/**
 * What a run of the queue has in addition to one of a process pool: its files come by hash, and it leaves checkpoints that another host
 * continues from. Node only.
 */
import { join } from "node:path";
import type { FileHost } from "../../data/files/host.ts";
import { createSeriesFiles } from "../../data/files/series-files.ts";
import { TidelabError } from "../../errors/errors.ts";
import type { RunEvent, RunOptions } from "../../runs/run-spec.ts";
import type { Spec } from "../../spec/spec.ts";
import { pathSource } from "../byte-sources.ts";
import { makeFolder } from "../files.ts";
import { hasCheckpoints, type RunStart, readCheckpoints, startCheckpoints } from "../runs/checkpoints.ts";
import type { FromQueue } from "./protocol.ts";

/** A run of the queue, as it begins or goes on. */
interface QueuedRun {
  readonly options: RunOptions;
  /** Writes a checkpoint where one is due. @returns whether it did */
  keep(event: RunEvent, isDue: boolean): Promise<boolean>;
}

/** @throws TidelabError `checkpoint.…` for a checkpoint in the folder that cannot be used */
export async function openQueued(queue: FromQueue, folder: string, spec: Spec): Promise<QueuedRun> {
  const { data, checkpointEvery } = queue;
  const interrupted = (await hasCheckpoints(folder)) ? await readCheckpoints(folder) : undefined;
  const startedAt = interrupted?.start.startedAt ?? new Date().toISOString();
  let writer = interrupted?.writer;
  let start: RunStart | undefined = interrupted?.start;
  let written = performance.now();
  return {
    options: {
      numerics: interrupted?.start.numerics ?? queue.numerics,
      startedAt,
      checkpointEvery: 1,
      ...(interrupted && { resume: interrupted.state }),
      ...(data && { files: createSeriesFiles(hashHost(data.folder)), expectedFiles: data.files }),
      ...(data?.sha256 !== undefined && { dataSha256: data.sha256 }),
    },
    async keep(event, isDue) {
      if (event.type === "prepared") {
        const { sha256, source } = event.data;
        const ofData = { dataSha256: sha256, ...(source && { dataFiles: source.files }) };
        start ??= { spec, numerics: event.numerics, startedAt, ...ofData };
      }
      if (event.type !== "checkpoint" || start === undefined) return false;
      if (!isDue && performance.now() - written < checkpointEvery) return false;
      await makeFolder(folder);
      writer ??= startCheckpoints(folder, start);
      await writer.write(event.state);
      written = performance.now();
      return true;
    },
  };
}

/** Files that are called by their hash. What the spec calls them is only a name here: no path of a job is ever opened. */
function hashHost(folder: string): FileHost {
  return {
    find: (pattern) => Promise.reject(new TidelabError("data.noFile", { pattern }, pattern)),
    findRecorded: async ({ name, sha256 }) => ({ ...(await pathSource(join(folder, sha256))), name }),
  };
}
