import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { cases } from "./cases.ts";
import { checkLegible, checkNoNaN } from "./check.ts";

// UPDATE_GOLDENS=1 rewrites them: then look at each before it is committed.
const folder = new URL("./goldens/", import.meta.url);
const update = process.env.UPDATE_GOLDENS === "1";

describe("goldens", () => {
  for (const [name, draw] of Object.entries(cases)) {
    it(name, () => {
      const svg = draw();
      const file = new URL(`${name}.svg`, folder);
      if (update) writeFileSync(file, svg);
      expect(svg).toBe(readFileSync(file, "utf8"));
    });

    it(`${name} is sound and legible`, () => {
      const svg = draw();
      checkLegible(svg);
      checkNoNaN(svg);
      expect(draw()).toBe(svg);
    });
  }

  it("are all drawn by a case", () => {
    expect(readdirSync(folder).sort()).toEqual(
      Object.keys(cases)
        .map((name) => `${name}.svg`)
        .sort(),
    );
  });
});
