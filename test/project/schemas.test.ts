/** The published JSON Schemas, read by a validator that is not ours: they take what Tidelab takes and refuse what it refuses. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { formatRecord } from "../../src/runs/record.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import { parseSweep } from "../../src/sweep/definition.ts";
import { finish, finishDiverged, tinySpec } from "../runs/tiny.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const json = (file: string) => JSON.parse(readFileSync(join(root, file), "utf8"));
const validator = (name: string) => new Ajv2020({ strict: false }).compile(json(`schema/${name}.schema.json`));
const examples = readdirSync(join(root, "examples")).filter((file) => file.endsWith(".json"));

/** Every object and list in a value, with a way to change it. */
function places(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => places(inner, [...path, key]))];
}

/** A copy with something wrong at each place in turn: taken away, another type, or a key that there is not. */
function* mistakes(value: unknown): Generator<[string, unknown]> {
  for (const path of places(value)) {
    for (const [kind, change] of [
      ["without", (holder: Record<string, unknown>, key: string) => delete holder[key]],
      ["a text for", (holder: Record<string, unknown>, key: string) => (holder[key] = "?")],
      ["-1 for", (holder: Record<string, unknown>, key: string) => (holder[key] = -1)],
      [
        "an unknown key in",
        (holder: Record<string, unknown>, key: string) => Object.assign(holder[key] as object, { zzz: 1 }),
      ],
    ] as const) {
      const copy = structuredClone({ root: value }) as Record<string, unknown>;
      let holder = copy;
      const steps = ["root", ...path];
      for (const step of steps.slice(0, -1)) holder = holder[step] as Record<string, unknown>;
      const key = steps.at(-1) as string;
      const isObject = typeof holder[key] === "object" && !Array.isArray(holder[key]);
      if (Array.isArray(holder) && kind === "without") continue; // leaves a hole, which JSON has not
      if (kind === "an unknown key in" && !isObject) continue;
      change(holder, key);
      yield [`${kind} ${path.join(".")}`, copy.root];
    }
  }
}

const accepts = async (check: () => unknown) => {
  try {
    await check();
    return true;
  } catch {
    return false;
  }
};

describe("examples", () => {
  it("name a schema that is there, and fit it", () => {
    expect(examples.length).toBeGreaterThanOrEqual(4);
    for (const file of examples) {
      const value = json(`examples/${file}`);
      const at = join("examples", dirname(value.$schema), "x");
      expect(existsSync(join(root, dirname(at), value.$schema.split("/").at(-1))), file).toBe(true);
      const validate = validator(/(\w+)\.schema\.json$/.exec(value.$schema)?.[1] ?? "");
      expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
    }
  });
});

describe("a mistake is one to the schema if it is one to Tidelab", () => {
  it("in a spec", async () => {
    const validate = validator("spec");
    const spec = {
      ...json("examples/cnn.json"),
      split: { train: 0.6, val: 0.2 },
      transforms: [
        { transform: "pad", length: 80 },
        { transform: "normalise", method: "zScore" },
      ],
    };
    spec.training = {
      ...spec.training,
      schedule: { kind: "cosine", warmup: 1 },
      earlyStopping: { patience: 3 },
      augment: [{ augment: "jitter", sigma: 0.1 }],
    };
    expect(validate(spec), JSON.stringify(validate.errors)).toBe(true);
    const seen = { good: 0, bad: 0 };
    for (const [what, value] of mistakes(spec)) {
      const isGood = await accepts(() => parseSpec(value));
      seen[isGood ? "good" : "bad"]++;
      // JSON Schema has no Unicode classes that all validators know, so names are described in words.
      if (!isGood && /for name$/.test(what)) continue;
      expect({ what, isGood: validate(value) }).toEqual({ what, isGood });
    }
    expect(seen.good).toBeGreaterThan(10);
    expect(seen.bad).toBeGreaterThan(60);
  });

  it.each(["sweep", "tpe-sweep"])("in %s.json", async (name) => {
    const validate = validator("sweep");
    const seen = { good: 0, bad: 0 };
    for (const [what, value] of mistakes({ ...json(`examples/${name}.json`), prune: { kind: "median" } })) {
      // What is in the base and in options is checked by the spec's schema, with the arms.
      if (/ (base\.|axes\.\d+\.(options|values)\.)/.test(what)) continue;
      const isGood = await accepts(() => parseSweep(value, async () => ({})));
      seen[isGood ? "good" : "bad"]++;
      // Values that must fit each other (a range's ends, TPE's keys), and names, are more than a schema says.
      if (!isGood && validate(value))
        expect(what).toMatch(/^(-1|a text) for (name|axes\.\d+\.(min|max|name|path))$| search(\.kind)?$/);
      else expect({ what, isGood: validate(value) }).toEqual({ what, isGood });
    }
    expect(seen.good).toBeGreaterThan(3);
    expect(seen.bad).toBeGreaterThan(20);
  });
});

it("records of runs fit theirs, and a changed one does not", async () => {
  const validate = validator("run");
  for (const run of [await finish(tinySpec()), await finishDiverged()]) {
    const record = JSON.parse(formatRecord(run.record));
    expect(validate(record), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...record, version: 2 })).toBe(false);
    expect(validate({ ...record, zzz: 1 })).toBe(false);
  }
});
