/**
 * Series as a file, for conversion from one format to another: CSV (wide or long), `.ts` and JSON lines here, NumPy's in `write-arrays.ts`.
 * Series without a class have an empty place or, where none has one, no place for it. What a format cannot hold is an error or a loss that is named, never left out silently.
 */
import { TidelabError } from "../../errors/errors.ts";
import { rolesOf } from "../readers/table/columns.ts";
import { isNoLabel } from "../readers/table/values.ts";
import { NO_CLASS } from "./classes.ts";
import { npy, npz } from "./write-arrays.ts";
import type { Loss, SeriesToWrite, WrittenFormat, WrittenTable } from "./written.ts";

/** @throws TidelabError `convert.…` for series that the format cannot hold */
export function writeTable(data: SeriesToWrite, format: WrittenFormat): WrittenTable {
  switch (format) {
    case "csv-wide":
      return wideCsv(data);
    case "csv-long":
      return longCsv(data);
    case "ts":
      return ts(data);
    case "jsonl":
      return jsonLines(data);
    case "npy":
      return npy(data);
    case "npz":
      return npz(data);
  }
}

/** float32 as its shortest decimal: nine digits give the number again. */
function numberText(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (Object.is(value, -0)) return "-0";
  for (let digits = 6; digits < 9; digits++) {
    const text = String(Number(value.toPrecision(digits)));
    if (Math.fround(Number(text)) === value) return text;
  }
  return String(Number(value.toPrecision(9)));
}

function cell(text: string): string {
  return /[",;|\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Whether ids say more than the number of a row. */
function hasIds({ series }: SeriesToWrite): boolean {
  return series.some(({ id }, row) => id !== String(row + 1));
}

/** Whether some series has a class. */
function hasLabels({ series }: SeriesToWrite): boolean {
  return series.some(({ label }) => label !== NO_CLASS);
}

function hasGroups({ series }: SeriesToWrite): boolean {
  return series.some(({ group }) => group !== undefined);
}

/** Names of the channels, where the file can have them beside its other columns. `lists`: whether each holds a list. */
function namesBeside(others: readonly string[], { channelNames }: SeriesToWrite, lists: boolean) {
  if (channelNames === undefined) return undefined;
  const all = [...others, ...channelNames];
  const layout = lists ? "wide" : "long";
  const { roles } = rolesOf(all, "", { layout, guess: true, lists: all.map((_, i) => lists && i >= others.length) });
  // A list under the name of a class or an id is a channel all the same.
  const isOther = (i: number) => roles[i] === "time" || (!lists && roles[i] !== "value");
  const isFree = channelNames.every((name, c) => name !== "" && name === name.trim() && !isOther(others.length + c));
  return isFree && new Set(all).size === all.length ? channelNames : undefined;
}

/** @throws TidelabError `convert.csvText` for a class or a group that would be read as another one, or as none */
function checkTexts({ series }: SeriesToWrite): void {
  const texts = new Set(series.flatMap(({ label, group }) => (group === undefined ? [label] : [label, group])));
  const labels = new Set(series.map(({ label }) => label));
  for (const text of texts) {
    if (text === NO_CLASS) continue;
    const isKept = text === text.trim() && !text.includes("\0") && !(labels.has(text) && isNoLabel(text));
    if (!isKept) throw new TidelabError("convert.csvText", { text }, "--to");
  }
}

function wideCsv(data: SeriesToWrite): WrittenTable {
  const { series, channels, channelNames } = data;
  if (channels > 1) throw new TidelabError("convert.channels", { channels }, "--to");
  const [shortest, longest] = series.reduce<[number, number]>(
    ([least, most], { length }) => [Math.min(least, length), Math.max(most, length)],
    [Number.POSITIVE_INFINITY, 0],
  );
  if (shortest < longest) throw new TidelabError("convert.lengths", { shortest, longest }, "--to");
  checkTexts(data);
  const [ids, groups, labels] = [hasIds(data), hasGroups(data), hasLabels(data)];
  function* text() {
    const steps = Array.from({ length: longest }, (_, t) => `t${t}`);
    yield `${[...(ids ? ["id"] : []), ...(groups ? ["group"] : []), ...(labels ? ["label"] : []), ...steps].join(",")}\n`;
    for (const { id, group = "", label, values } of series) {
      const head = [...(ids ? [id] : []), ...(groups ? [group] : []), ...(labels ? [label] : [])].map(cell);
      yield `${[...head, ...Array.from(values, numberText)].join(",")}\n`;
    }
  }
  // A long table without names calls its channel so.
  const isNamed = channelNames !== undefined && channelNames[0] !== ONLY_CHANNEL;
  return { pieces: text(), losses: isNamed ? ["channelNames"] : [] };
}

/** The column of a channel without a name. */
const ONLY_CHANNEL = "value";

function longCsv(data: SeriesToWrite): WrittenTable {
  const { series, channels, channelNames } = data;
  checkTexts(data);
  const [groups, labels] = [hasGroups(data), hasLabels(data)];
  const others = ["series", ...(groups ? ["group"] : []), ...(labels ? ["label"] : []), "step"];
  const known = namesBeside(others, data, false);
  const names =
    known ?? Array.from({ length: channels }, (_, c) => (channels === 1 ? ONLY_CHANNEL : `channel${c + 1}`));
  // Rows of one name are one series, which two would become.
  const isRepeated = new Set(series.map(({ id }) => id.trim())).size < series.length;
  function* text() {
    yield `${[...others, ...names.map(cell)].join(",")}\n`;
    for (const [row, { id, group = "", label, values, length }] of series.entries()) {
      const name = isRepeated ? String(row + 1) : id;
      const head = [name, ...(groups ? [group] : []), ...(labels ? [label] : [])].map(cell).join(",");
      let piece = "";
      for (let t = 0; t < length; t++) {
        const numbers = Array.from(values.subarray(t * channels, (t + 1) * channels), numberText);
        piece += `${head},${t},${numbers.join(",")}\n`;
      }
      yield piece;
    }
  }
  const losses: Loss[] = [
    ...(isRepeated ? (["repeatedIds"] as const) : []),
    ...(channelNames !== undefined && known === undefined ? (["roleNames"] as const) : []),
  ];
  return { pieces: text(), losses };
}

function ts(data: SeriesToWrite): WrittenTable {
  const { name, series, channels, channelNames, classNames } = data;
  // Class names end at blanks in the header, and values at commas and colons; a question mark is no class.
  const spaced = classNames.find((label) => /[\s,:\0]|^\?$/.test(label));
  if (spaced !== undefined) throw new TidelabError("convert.label", { label: spaced }, "--to");
  const labels = hasLabels(data);
  const isEqual = series.every(({ length }) => length === series[0]?.length);
  const hasMissing = series.some(({ values }) => values.some(Number.isNaN));
  function* text() {
    yield `@problemName ${name.replaceAll(/\s+/g, "-")}\n@timeStamps false\n@missing ${hasMissing}\n@univariate ${channels === 1}\n`;
    if (channels > 1) yield `@dimensions ${channels}\n`;
    yield `@equalLength ${isEqual}\n${isEqual ? `@seriesLength ${series[0]?.length ?? 0}\n` : ""}`;
    yield `@classLabel ${labels ? `true ${classNames.join(" ")}` : "false"}\n@data\n`;
    for (const { label, values, length } of series) {
      const rows = Array.from({ length: channels }, (_, c) =>
        Array.from({ length }, (__, t) => {
          const value = values[t * channels + c]!; // of the series
          return Number.isNaN(value) ? "?" : numberText(value);
        }).join(","),
      );
      yield `${[...rows, ...(labels ? [label === NO_CLASS ? "?" : label] : [])].join(":")}\n`;
    }
  }
  const losses: Loss[] = [
    ...(hasGroups(data) ? (["groups"] as const) : []),
    ...(hasIds(data) ? (["ids"] as const) : []),
    ...(channelNames !== undefined && channels > 1 ? (["channelNames"] as const) : []),
  ];
  return { pieces: text(), losses };
}

function jsonLines(data: SeriesToWrite): WrittenTable {
  const { series, channels, channelNames } = data;
  const first = series[0]?.length ?? 0;
  const [groups, labels] = [hasGroups(data), hasLabels(data)];
  const beside = namesBeside(["id", ...(groups ? ["group"] : []), ...(labels ? ["label"] : [])], data, true);
  // Keys that are whole numbers come first in an object, whatever their order in the text.
  const keys = Object.keys(Object.fromEntries((beside ?? []).map((name) => [name, 0])));
  const known = keys.every((key, c) => key === beside?.[c]) ? beside : undefined;
  // Lists in lists say which axis is time only where the series differ in length, or have more steps than channels.
  const isPlain = channels === 1 || first > channels || series.some(({ length }) => length !== first);
  const names = known ?? (isPlain ? undefined : Array.from({ length: channels }, (_, c) => `channel${c + 1}`));
  const list = (texts: readonly string[]) => `[${texts.join(",")}]`;
  function* text() {
    for (const { id, group = null, label, values, length } of series) {
      // As text: JSON.stringify writes -0 as 0.
      const numbers = Array.from(values, (value) => (Number.isFinite(value) ? numberText(value) : "null"));
      const head = { id, ...(groups && { group }), ...(labels && { label: label === NO_CLASS ? null : label }) };
      const rows =
        channels === 1
          ? numbers
          : Array.from({ length }, (_, t) => list(numbers.slice(t * channels, (t + 1) * channels)));
      const lists = names?.map((name, c) => {
        return `${JSON.stringify(name)}:${list(numbers.filter((_value, i) => i % channels === c))}`;
      });
      yield `${JSON.stringify(head).slice(0, -1)},${lists?.join(",") ?? `"values":${list(rows)}`}}\n`;
    }
  }
  const losses: Loss[] = channelNames !== undefined && known === undefined ? ["roleNames"] : [];
  return { pieces: text(), losses };
}
