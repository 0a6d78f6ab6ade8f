/** Files that a page was given, for specs and records that name them: found by name or by hash, since a page has no folders. */
import { TidelabError } from "../../errors/errors.ts";
import { type ByteSource, byteSource } from "../readers/input/source.ts";
import { hashOf } from "./hashed.ts";
import { createSeriesFiles, type SeriesTables } from "./series-files.ts";

/**
 * What `loadData` and `runSpec` read the files of a spec with, in a page: those that the user chose or dropped. A spec's paths are
 * compared from their last part on, as far as both have folders; where the folders fit no file, by the last part alone. `*` matches any characters of a part.
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
      const found = fitting(sources, pattern);
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

/** A folder that a page was given has its path in the names of its files: `ada/01.csv` is not `bob/01.csv`. */
function fitting(sources: readonly ByteSource[], pattern: string): ByteSource[] {
  const itself = sources.filter(({ name }) => name === pattern);
  if (itself.length > 0) return itself;
  const parts = partsOf(pattern).map(matching);
  const named = sources.filter(({ name }) => parts.at(-1)?.test(lastPart(name)));
  const inFolders = named.filter(({ name }) => {
    const own = partsOf(name);
    return own.every((part, place) => parts.at(place - own.length)?.test(part) ?? true);
  });
  return inFolders.length > 0 ? inFolders : named;
}

function matching(part: string): RegExp {
  const escaped = part.split("*").map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${escaped.join(".*")}$`);
}

const partsOf = (path: string) => path.split(/[\\/]/).filter((part) => part !== "" && part !== ".");

function lastPart(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
