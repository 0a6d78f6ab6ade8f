/** JSON is looked over by loops: nesting that no stack could hold is a clear error wherever JSON is read, and long texts are read in linear time. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSafetensors, writeSafetensors } from "../../src/formats/safetensors.ts";
import { decodeCheckpoint } from "../../src/runs/checkpoint.ts";
import { parseGradients } from "../../src/runs/gradients.ts";
import { parseRecord } from "../../src/runs/record.ts";
import { findDuplicateKey, findValue, isTooDeep, parseShallowJson } from "../../src/spec/json-scan.ts";
import { parseJson } from "../../src/spec/json-text.ts";
import { parseModel, parseSpec, parseTraining } from "../../src/spec/parse.ts";

const LEVELS = 100_000;
const lists = "[".repeat(LEVELS) + "]".repeat(LEVELS);
const objects = `${'{"a":'.repeat(LEVELS)}1${"}".repeat(LEVELS)}`;

/** A list in a list, so deep that whatever recurses over it dies. */
function nested(levels: number): unknown {
  let value: unknown = [];
  for (let level = 1; level < levels; level++) value = [value];
  return value;
}

function codeOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return (error as { code?: string }).code;
  }
  return undefined;
}

/** A safetensors file of this header and no data. */
function withHeader(header: string): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

describe.each([
  ["lists", lists],
  ["objects", objects],
])("JSON of 100,000 levels of %s", (_, json) => {
  it.each<[string, () => unknown]>([
    ["a spec", () => parseJson(json, "spec.json")],
    ["a spec's layers", () => parseJson(`{"model":{"layers":${json}}}`, "spec.json")],
    ["run.json", () => parseRecord(`{"version":1,"spec":${json}}`, "run.json")],
    ["gradients.json", () => parseGradients(json, "gradients.json")],
    ["a line of the store", () => parseShallowJson(json, "runs.jsonl:1")],
    ["a tensor of safetensors", () => readSafetensors(withHeader(`{"w":${json}}`), "w.safetensors")],
    ["a dtype of safetensors", () => readSafetensors(withHeader(`{"w":{"dtype":${json}}}`), "w.safetensors")],
    ["metadata of safetensors", () => readSafetensors(withHeader(`{"__metadata__":${json}}`), "w.safetensors")],
  ])("is refused in %s", (_, work) => {
    expect(codeOf(work)).toBe("json.tooDeep");
  });
});

describe("values that are no text any more", () => {
  const deep = nested(LEVELS) as never;
  const loop: Record<string, unknown> = {};
  loop.layers = [loop];

  it.each<[string, () => unknown]>([
    ["a spec", () => parseSpec({ model: deep })],
    ["a model", () => parseModel({ layers: deep })],
    ["a training", () => parseTraining({ augment: deep })],
    ["layers that contain themselves", () => parseModel({ layers: [{ layer: "residual", ...loop } as never] })],
  ])("%s too deep is refused", (_, work) => {
    expect(codeOf(work)).toBe("json.tooDeep");
  });

  it("what is nested as real specs are passes", () => {
    expect(isTooDeep(nested(100))).toBe(false);
    expect(isTooDeep(nested(101))).toBe(true);
    expect(isTooDeep({ model: { layers: [{ layer: "last", values: new Float32Array(9) }] } })).toBe(false);
  });
});

describe("findDuplicateKey", () => {
  it("finds no key twice in what JSON.stringify writes, and every key that is written again", () => {
    fc.assert(
      fc.property(fc.object({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 2 }), (value, other) => {
        const text = JSON.stringify(value);
        expect(findDuplicateKey(text)).toBeUndefined();
        for (const [key, inner] of Object.entries(value)) {
          if (inner === undefined) continue;
          const again = `${text.slice(0, -1)}, ${JSON.stringify(key)} :${JSON.stringify(other)}}`;
          const found = findDuplicateKey(again);
          expect(found?.key).toBe(key);
          expect(again.slice(found!.second)).toContain(`${JSON.stringify(key)} :`);
        }
      }),
    );
  });

  it("distinguishes keys from texts and objects from each other", () => {
    expect(findDuplicateKey('{"a": "a", "b": [{"a": 1}, {"a": 2}], "c": {"a": "\\"a\\":"}}')).toBeUndefined();
    expect(findDuplicateKey('{"b": [{"a": 1, "\\u0061": 2}]}')).toEqual({ key: "a", first: 8, second: 16 });
    expect(findDuplicateKey('{"b": {"a": 1, "a": 2}}', 1)).toBeUndefined();
    expect(findDuplicateKey('{"__proto__": 1, "__proto__": 2}')?.key).toBe("__proto__");
  });
});

describe("long texts", () => {
  it("metadata of 20 MB are read as they were written, escapes and all", () => {
    const text = `${'\\"{["'.repeat(2_000_000)}\\`;
    const written = writeSafetensors([], { text });
    const { metadata } = readSafetensors(written);
    expect(metadata.text === text).toBe(true);
  });

  it("a checkpoint that is none is called damaged, however deep", () => {
    expect(codeOf(() => decodeCheckpoint(withHeader(`{"w":${lists}}`), "run", "step.safetensors"))).toBe(
      "checkpoint.damaged",
    );
  });
});

describe("a value's place", () => {
  const leaves = (value: unknown, path: (string | number)[] = []): [(string | number)[], unknown][] => {
    if (typeof value !== "object" || value === null) return [[path, value]];
    const inner = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
    return [[path, undefined], ...inner.flatMap(([key, one]) => leaves(one, [...path, key]))];
  };

  it("is where its text begins, whatever is around it", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(undefined, 1, "\r\n\t"), (value, space) => {
        const json = ` ${JSON.stringify(value, undefined, space)}\n`;
        for (const [path, leaf] of leaves(JSON.parse(json))) {
          const at = findValue(json, path);
          const begins =
            leaf === undefined ? /[[{]/.test(json[at ?? 0] ?? "") : json.startsWith(JSON.stringify(leaf), at);
          expect([path, at !== undefined && begins]).toEqual([path, true]);
        }
      }),
    );
  });

  it("is none where nothing is", () => {
    const json = '{"a":[1,{"b":"]}"},[]],"\\u0063":{"d":null}}';
    const paths = [
      ["b"],
      ["a", 3],
      ["a", 2, 0],
      ["a", 0, 0],
      ["a", "0"],
      ["a", 1, "d"],
      [0],
      ["c", "e"],
      ["c", "d", "x"],
    ];
    for (const path of paths) expect(findValue(json, path)).toBeUndefined();
    expect(findValue(json, ["a", 2])).toBe(json.indexOf("[]"));
    expect(findValue(json, ["c", "d"])).toBe(json.indexOf("null"));
  });
});
