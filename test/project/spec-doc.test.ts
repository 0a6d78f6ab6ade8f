/** `docs/spec.md` names every key of a spec with its default, and its example is a spec. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { compile } from "../../src/model/model.ts";
import { filesSchema, readingSchema } from "../../src/spec/files.ts";
import { layerSchemas } from "../../src/spec/layers.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import { specSchema, trainingSchema } from "../../src/spec/spec.ts";
import { sharesSchema, splitKinds } from "../../src/spec/split.ts";
import { earlyStoppingSchema, editSchema, recordingSchema, scheduleSchemas } from "../../src/spec/training.ts";
import { augmentSchemas, transformSchemas } from "../../src/spec/transforms.ts";
import { missingSchema, type WavesSpec, wavesSchema } from "../../src/spec/waves.ts";

const text = readFileSync(fileURLToPath(new URL("../../docs/spec.md", import.meta.url)), "utf8");

interface Key {
  name: string;
  isRequired: boolean;
  default: unknown;
}

/** Keys of a schema of objects, as Valibot knows them. */
function keysOf({ entries }: { entries: object }): Key[] {
  return Object.entries(entries).map(([name, { type, default: byDefault }]) => ({
    name,
    isRequired: type !== "optional",
    // A part that is an object has its own defaults, listed in its own place.
    default: typeof byDefault === "object" && !Array.isArray(byDefault) ? undefined : byDefault,
  }));
}

/** The part below a heading, up to the next heading. */
function section(heading: string): string {
  const part = text.split(/^##+ /m).find((candidate) => candidate.startsWith(`${heading}\n`));
  if (part === undefined) throw new Error(`docs/spec.md has no part ${heading}`);
  return part;
}

/** Where a default is in a text: `1` is also found as `1e0`, but never inside `10`. */
function hasValue(cell: string, value: unknown): boolean {
  const literals = [...cell.matchAll(/`([^`]+)`/g)].map(([, literal = ""]) => literal);
  return literals.some((literal) => {
    try {
      return JSON.stringify(JSON.parse(literal)) === JSON.stringify(value);
    } catch {
      return false;
    }
  });
}

/** Keys that a table's rows (`| key | default | …`) lack or give another default. */
function wrongRows(part: string, keys: readonly Key[]): string[] {
  return keys.flatMap((key) => {
    const row = part.match(new RegExp(`^\\| \`${key.name.replace("$", "\\$")}\` \\|([^|]*)\\|`, "m"));
    if (!row) return [`${key.name}: no row`];
    const cell = row[1] ?? "";
    if (key.isRequired) return cell.includes("required") ? [] : [`${key.name}: not called required`];
    if (key.default === undefined) return cell.includes("required") ? [`${key.name}: called required`] : [];
    return hasValue(cell, key.default) ? [] : [`${key.name}: expected ${JSON.stringify(key.default)}, has${cell}`];
  });
}

/** Keys that the row of a kind (`| kind | … | keys, with defaults |`) lacks or gives another default. */
function wrongKeys(part: string, kind: string, keys: readonly Key[]): string[] {
  const row = part.split("\n").find((line) => line.split("|")[1]?.includes(`\`${kind}\``));
  if (row === undefined) return [`${kind}: no row`];
  return keys.flatMap((key) => {
    const [, after] = row.split("|").slice(3).join("|").split(`\`${key.name}\``);
    if (after === undefined) return [`${kind}.${key.name}: missing`];
    if (key.isRequired) return after.startsWith(" (required)") ? [] : [`${kind}.${key.name}: not called required`];
    const [value = ""] = after.match(/^ `[^`]+`/) ?? [];
    return key.default === undefined || hasValue(value, key.default) ? [] : [`${kind}.${key.name}: has${value}`];
  });
}

describe("docs/spec.md", () => {
  it.each([
    ["Top level", specSchema],
    ["`data`", wavesSchema],
    ["`data.missing`", missingSchema],
    ["`data` from files", filesSchema],
    ["`data.reading`", readingSchema],
    ["`split`", sharesSchema],
    ["`training`", trainingSchema],
    ["`training.earlyStopping`", earlyStoppingSchema],
    ["`training.record`", recordingSchema],
    ["`training.edits`", editSchema],
  ] as const)("%s: every key and its default", (heading, schema) => {
    const keys = keysOf(schema);
    expect(keys.length).toBeGreaterThan(0);
    expect(wrongRows(section(heading), keys)).toEqual([]);
  });

  it("every schedule, with every key and its default", () => {
    const parts = section("`training.schedule`").split(/^(?=`\w+`: )/m);
    const wrong = Object.entries(scheduleSchemas).flatMap(([kind, schema]) => {
      const table = parts.find((part) => part.startsWith(`\`${kind}\`: `));
      if (table === undefined) return [`${kind}: missing`];
      const keys = keysOf(schema).filter(({ name }) => name !== "kind");
      return wrongRows(table, keys).map((problem) => `${kind}.${problem}`);
    });
    expect(wrong).toEqual([]);
  });

  it("every kind of split, with every key and its default", () => {
    const wrong = Object.entries(splitKinds).flatMap(([kind, schema]) => {
      return wrongKeys(
        section("`split`"),
        kind,
        keysOf(schema).filter(({ name }) => name !== "kind"),
      );
    });
    expect(Object.keys(splitKinds).length).toBe(5);
    expect(wrong).toEqual([]);
  });

  it("every layer, with every key and its default", () => {
    const overTime = section("Over time: (B, T, C) → (B, T, H)").split(/^(?=`\w+`.*:$)/m);
    const others = text.split("### From a series to a vector")[1] ?? "";
    const wrong = Object.entries(layerSchemas).flatMap(([kind, schema]) => {
      const keys = keysOf(schema).filter(({ name }) => name !== "layer" && name !== "name");
      const table = overTime.find((part) => part.split(", as ")[0]?.includes(`\`${kind}\``));
      if (table) return wrongRows(table, keys).map((problem) => `${kind}.${problem}`);
      return wrongKeys(others, kind, keys);
    });
    expect(Object.keys(layerSchemas).length).toBeGreaterThanOrEqual(20);
    expect(wrong).toEqual([]);
  });

  it.each([
    ["`transforms`", transformSchemas, ["transform"]],
    ["`training.augment`", augmentSchemas, ["augment", "p"]],
  ] as const)("%s: every kind, with every key and its default", (heading, schemas, common) => {
    const wrong = Object.entries(schemas).flatMap(([kind, schema]) => {
      const keys = keysOf(schema);
      const own = keys.filter(({ name }) => !(common as readonly string[]).includes(name));
      return wrongKeys(section(heading), kind, own);
    });
    expect(Object.keys(schemas).length).toBe(6);
    expect(wrong).toEqual([]);
  });

  it("has an example that is a spec and a model", () => {
    const example = text.match(/```json\n(.*?)```/s)?.[1] ?? "";
    const spec = parseSpec(JSON.parse(example));
    const model = compile(spec.model, { length: (spec.data as WavesSpec).length, classes: 2, seed: spec.seed });
    expect(model.classes).toBe(2);
  });
});
