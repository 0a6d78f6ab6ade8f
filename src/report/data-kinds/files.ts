/** What reports say of series from files: which files, by hash; how they were read; what became of missing values. */
import type { FilesSpec } from "../../spec/files.ts";
import type { Property } from "../blocks.ts";
import { formatCount, formatSetting } from "../formats.ts";
import type { ReportMessages } from "../messages/run.en.ts";
import type { DataDescription, DescribedRun } from "./kind.ts";

/** Digits of a hash that are shown; `run.json` has them all. */
const SHOWN_DIGITS = 12;
/** More files than this are counted, not named. */
const MOST_FILES = 8;

export const filesDescription: DataDescription<FilesSpec> = {
  source,
  lengths({ data: { source } }) {
    const [shortest, longest] = source?.lengths ?? [0, 0];
    return shortest === longest ? formatCount(longest) : `${formatCount(shortest)} – ${formatCount(longest)}`;
  },
  paths: { count: "data.train", lengths: "data.train", classes: "data.classes" },
  isSharedBySeeds: true,
};

function source({ spec, data: { source } }: DescribedRun<FilesSpec>, texts: ReportMessages): Property[] {
  if (source === undefined) return [];
  const { files, missing } = source;
  const rows: Property[] =
    files.length > MOST_FILES
      ? [{ label: texts.source, path: "data.train", value: texts.fileCount({ count: formatCount(files.length) }) }]
      : files.map(({ set, name, sha256, series, holds }) => {
          const known = { name, sha256: sha256.slice(0, SHOWN_DIGITS) };
          const value = holds ? texts.fileBeside(known) : texts.file({ ...known, series: formatCount(series) });
          const label = holds ? texts.fileBesideOf[holds][set] : texts.fileOf[set];
          const path = { series: "data", labels: "data.labels", indices: "split" }[holds ?? "series"];
          return { label, path: `${path}.${set}`, value, isLong: true };
        });
  if (missing > 0) {
    const rule = texts.missingRules[spec.data.missing];
    const value = texts.missingFilled({
      count: formatCount(missing),
      rule: spec.data.missing === "value" ? formatSetting(spec.data.missingValue) : rule,
    });
    rows.push({ label: texts.missing, path: "data.missing", value, isLong: true });
  }
  if ("kind" in spec.split) {
    rows.push({ label: texts.splitKind, path: "split", value: texts.splitKinds[spec.split.kind], isLong: true });
  }
  return rows;
}
