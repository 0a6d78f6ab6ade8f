/** Series of an `.npz` file, arrays that `numpy.savez` saved: one of values, and one with a label for each series. */

import { entriesOf, type ZipEntry } from "../../bytes/unzip.ts";
import { TidelabError } from "../../errors/errors.ts";
import { binaryFormatOf } from "./input/formats.ts";
import { type NumpyArray, parseNpy } from "./input/numpy.ts";
import { allBytes } from "./input/source.ts";
import type { Reader } from "./reader.ts";
import { namesOfArray, seriesOfArray } from "./table/array.ts";
import { isGroupName } from "./table/columns.ts";

/** Names of arrays that are taken when the options name none, in any letter case. */
const VALUES = ["x", "data", "values", "series", "arr_0"];
const LABELS = ["y", "label", "labels", "target", "targets", "class", "classes", "arr_1"];

export const npzReader: Reader = {
  format: "npz",
  extensions: ["npz"],
  recognises: ({ bytes }) => binaryFormatOf(bytes) === "npz",

  async read(source, options) {
    const entries = entriesOf(await allBytes(source), source.name).filter(({ name }) => name.endsWith(".npy"));
    const arrays = new Map(entries.map((entry) => [entry.name.slice(0, -4), entry]));
    const { columns = {}, labels } = options;
    const { ignore = [] } = columns;
    const all = [...arrays.keys()];
    const unknown = ignore.find((name) => !all.includes(name));
    if (unknown !== undefined) {
      const params = { name: unknown, known: all.join(", "), nearest: undefined };
      throw new TidelabError("reader.noColumn", params, source.name);
    }
    const names = all.filter((name) => !ignore.includes(name));
    const valuesName =
      columns.channels?.[0] ?? names.find((name) => VALUES.includes(name.toLowerCase())) ?? onlyOne(names);
    const groupName = columns.group ?? names.find((name) => name !== valuesName && isGroupName(name));
    const labelName = columns.label ?? names.find((name) => name !== valuesName && LABELS.includes(name.toLowerCase()));
    if (valuesName === undefined || (columns.channels?.length ?? 1) !== 1) {
      throw new TidelabError("npz.arrays", { names: names.join(", ") }, source.name);
    }
    const pathOf = (name: string) => `${source.name}/${name}.npy`;
    const open = async (name: string): Promise<NumpyArray> => {
      const entry: ZipEntry | undefined = arrays.get(name);
      if (entry === undefined) {
        throw new TidelabError("reader.noColumn", { name, known: names.join(", "), nearest: undefined }, source.name);
      }
      return parseNpy(await entry.bytes(), pathOf(name));
    };
    const array = await open(valuesName);
    const namesIn = async (name: string) => {
      const texts = namesOfArray(await open(name), pathOf(name));
      const [expected = 0] = array.shape;
      if (texts.length === expected) return texts;
      throw new TidelabError("reader.labelCount", { expected, received: texts.length }, pathOf(name));
    };
    const isLabelled = labelName !== undefined && labels !== "none";
    const found = seriesOfArray(array, pathOf(valuesName), options, {
      labels: isLabelled ? await namesIn(labelName) : undefined,
      groups: groupName === undefined ? undefined : await namesIn(groupName),
    });
    const used = {
      ...columns,
      channels: [valuesName],
      ...(isLabelled && { label: labelName }),
      ...(groupName !== undefined && { group: groupName }),
    };
    return { ...found, reading: { ...options, ...found.reading, columns: used } };
  },
};

function onlyOne(names: readonly string[]): string | undefined {
  return names.length === 1 ? names[0] : undefined;
}
