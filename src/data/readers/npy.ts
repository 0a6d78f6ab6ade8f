/** Series of a `.npy` file, an array that NumPy saved. Its labels are in another file: see `ReadContext.labelsFrom`. */
import { isNpy, parseNpy } from "./input/numpy.ts";
import { allBytes } from "./input/source.ts";
import type { Reader } from "./reader.ts";
import { seriesOfArray } from "./table/array.ts";

export const npyReader: Reader = {
  format: "npy",
  extensions: ["npy"],
  recognises: ({ bytes }) => isNpy(bytes),

  async read(source, options) {
    const array = parseNpy(await allBytes(source), source.name);
    const found = seriesOfArray(array, source.name, options);
    return { ...found, reading: { ...options, ...found.reading } };
  },
};
