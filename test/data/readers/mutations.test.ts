/** Mutated files through every reader: numbers that the file has, or an error with its place. `bench/soak-readers.mjs` runs many more. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FILES, faultOf, mutated } from "../../../bench/harness/mutations.mjs";
import * as readers from "../../../src/data/readers/index.ts";
import { TidelabError } from "../../../src/errors/errors.ts";

const isOurs = (error: unknown): error is TidelabError => error instanceof TidelabError;

describe.each(Object.entries(FILES))("%s", (format, files) => {
  it.each(files)("$name is read as it is", async (file) => {
    expect(await faultOf(readers, file, format, isOurs)).toBeUndefined();
    const options = { format, missing: "keep" } as readers.ReadOptions;
    expect(
      (await readers.readSeries(readers.byteSource(file.bytes, file.name), options)).series.length,
    ).toBeGreaterThan(0);
  });

  it("is read to what it holds when it is changed, or refused", async () => {
    const choices = fc.array(fc.nat(2 ** 24), { minLength: 32, maxLength: 32 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...files), choices, async ({ name, bytes }, numbers) => {
        let next = 0;
        const random = (below: number) => (numbers[next++ % numbers.length] ?? 0) % below;
        const file = { name, bytes: mutated(bytes, random) };
        const fault = await faultOf(readers, file, format, isOurs);
        expect(fault, JSON.stringify(Buffer.from(file.bytes).toString("latin1"))).toBeUndefined();
      }),
      { numRuns: 400 },
    );
  });
});
