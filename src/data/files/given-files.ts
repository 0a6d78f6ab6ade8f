/** Files that a page was given, for specs and records that name them: found by name or by hash, since a page has no folders. */
import { TidelabError } from "../../errors/errors.ts";
import { type ByteSource, byteSource } from "../readers/input/source.ts";
import { hashOf } from "./hashed.ts";
import { createSeriesFiles, type SeriesTables } from "./series-files.ts";

/**
 * What `loadData` and `runSpec` read the files of a spec with, in a page: those that the user chose or dropped. A spec's paths are
 * compared by their last part, in which `*` matches any characters.
 * @throws TidelabError when files are read: `data.noFile`, `data.fileGone`, `data.fileChanged`
 * @example
 * ```ts
 * import { loadData } from "tidelab";
 * import { openSeriesFiles } from "tidelab/readers";
 *
 * const rows = Array.from({ length: 20 }, (_, i) => `${i % 2 ? "up" : "down"},${[0, 1, 2].map((t) => (i % 2 ? t : -t)).join()}`);
 * const file = new File([`label,t0,t1,t2\n${rows.join("\n")}\n`], "slopes.csv");
 * const spec = { data: { kind: "files", train: "data/slopes.csv", reading: {}, missing: "refuse", missingValue: 0 }, split: { train: 0.7, val: 0.15 }, seed: 7 } as const;
 * const { train, test } = await loadData(spec, { files: openSeriesFiles([file]) });
 * console.log(train.count, test.count); // 14 3
 * ```
 */
export function openSeriesFiles(files: Iterable<File | ByteSource>): SeriesTables {
  const sources = Array.from(files, (file) => (file instanceof Blob ? byteSource(file) : file));
  return createSeriesFiles({
    async find(pattern) {
      const escaped = lastPart(pattern)
        .split("*")
        .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
      const fits = new RegExp(`^${escaped.join(".*")}$`);
      const found = sources.filter(({ name }) => fits.test(lastPart(name)));
      if (found.length === 0) throw new TidelabError("data.noFile", { pattern }, pattern);
      return found.sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    async findRecorded({ name, sha256 }) {
      let other: { name: string; sha256: string } | undefined;
      for (const source of sources) {
        const received = await hashOf(source);
        if (received === sha256) return { ...source, name };
        if (lastPart(source.name) === lastPart(name)) other = { name: source.name, sha256: received };
      }
      if (other) throw new TidelabError("data.fileChanged", { expected: sha256, received: other.sha256 }, other.name);
      const places = sources.map((source) => source.name).join(", ");
      throw new TidelabError("data.fileGone", { sha256, places }, name);
    },
  });
}

function lastPart(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
