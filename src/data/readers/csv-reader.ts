/** CSV in the registry of readers: options and bytes in, series out. The reading itself is in `csv.ts`. */
import { SeriesCsvReader } from "./csv.ts";
import { TextReader } from "./input/text.ts";
import type { Reader } from "./reader.ts";

export const csvReader: Reader = {
  format: "csv",
  extensions: ["csv", "tsv", "txt", "tab", "dat", "data"],
  recognises: () => false,

  async read(source, options) {
    const { decimal } = options;
    const text = new TextReader(source.name, "csv");
    const reader = new SeriesCsvReader(source.name, { decimal, missing: "keep" });
    for await (const piece of source.stream()) reader.push(text.push(piece));
    reader.push(text.end());
    reader.end();
    return { ...reader.table(), notices: reader.notices, reading: { ...options, ...reader.reading } };
  },
};
