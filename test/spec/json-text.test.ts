import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeError, TidelabError } from "../../src/errors/errors.ts";
import { errorMessages as chinese } from "../../src/errors/zh-CN.ts";
import { parseJson } from "../../src/spec/json-text.ts";

function errorOf(text: string): TidelabError {
  try {
    parseJson(text, "spec.json");
  } catch (error) {
    if (error instanceof TidelabError) return error;
    throw error;
  }
  throw new Error(`no error for ${JSON.stringify(text)}`);
}

describe("parseJson", () => {
  it("gives the value", () => {
    const text = '\uFEFF { "a": [1, -0.5e-3, true, null, "\\u6ce2\\n"], "b": {} }\r\n';
    expect(parseJson(text, "spec.json").value).toEqual({ a: [1, -0.0005, true, null, "波\n"], b: {} });
  });

  it("keeps the key __proto__ a key", () => {
    const { value } = parseJson('{"__proto__": {"lr": 1}}', "spec.json");
    expect(Object.keys(value as object)).toEqual(["__proto__"]);
    expect((value as { lr?: number }).lr).toBeUndefined();
  });

  it.each(["\n", "\r\n", "\r"])("locates values, with line end %j", (lineEnd) => {
    const text = ["{", '  "model": {"layers": [', '    {"type": "lstm"}, 7', '  ]}, "波": "x"', "}"].join(lineEnd);
    for (const start of ["", "\uFEFF"]) {
      const { locate } = parseJson(start + text, "spec.json");
      expect(locate([])).toEqual({ line: 1, column: 1 });
      expect(locate(["model"])).toEqual({ line: 2, column: 12 });
      expect(locate(["model", "layers", 0, "type"])).toEqual({ line: 3, column: 14 });
      expect(locate(["model", "layers", 1])).toEqual({ line: 3, column: 23 });
      expect(locate(["波"])).toEqual({ line: 4, column: 12 });
      expect(locate(["model", "layers", 2])).toBeUndefined();
      expect(locate(["model", "layer"])).toBeUndefined();
      expect(locate(["model", 0])).toBeUndefined();
    }
  });

  it.each([
    ["", "empty", "1:1"],
    ["\uFEFF", "empty", "1:1"],
    [" \n ", "empty", "2:2"],
    ["{", "end", "1:2"],
    ['{"a": 1', "end", "1:8"],
    ['{"a":', "end", "1:6"],
    ["[1,\n", "end", "2:1"],
    ["// x\n1", "comment", "1:1"],
    ["1 /* x */", "comment", "1:3"],
    ["/* x", "comment", "1:1"],
    ["[1, 2,\n]", "trailingComma", "2:1"],
    ['{"a": 1, }', "trailingComma", "1:10"],
    ["{a: 1}", "key", "1:2"],
    ["{'a': 1}", "key", "1:2"],
    ["[1,,2]", "value", "1:4"],
    ['{"a": }', "value", "1:7"],
    ['{"a" 1}', "colon", "1:6"],
    ['{"a": 1\n "b": 2}', "comma", "2:2"],
    ["[1 2]", "comma", "1:4"],
    ["[1}", "comma", "1:3"],
    ["1 2", "trailing", "1:3"],
    ["{}\n}", "trailing", "2:1"],
    ["01", "trailing", "1:2"],
    ['"ab', "string", "1:1"],
    ['["a\n"]', "string", "1:2"],
    ['"\\x"', "escape", "1:1"],
    ['"\\u12"', "escape", "1:1"],
    ['"\t"', "control", "1:1"],
    ["[1., 2]", "number", "1:2"],
    ["1e", "number", "1:1"],
    ["[NaN]", "symbol", "1:2"],
    ["True", "symbol", "1:1"],
    [".5", "symbol", "1:1"],
    ["-", "symbol", "1:1"],
    ["\u00A01", "symbol", "1:1"],
  ])("%j is %s at %s", (text, problem, position) => {
    const error = errorOf(text);
    expect(error).toMatchObject({ code: "json.syntax", params: { problem }, path: `spec.json:${position}` });
    expect(error.message).toMatch(new RegExp(`^spec\\.json:${position}: expected .*\\.$`));
    expect(describeError(error, chinese)).toMatch(/^spec\.json:.*。$/);
  });

  it("shows the token that is wrong", () => {
    expect(errorOf("[NaN]").message).toContain("received NaN.");
    expect(errorOf("{learningRate: 1}").message).toContain("received learningRate.");
    expect(errorOf("[1,]").message).toContain("received ].");
    expect(errorOf(`[${"x".repeat(10_000)}]`).message.length).toBeLessThan(300);
  });

  it.each([
    ['{"a": 1,\n "a": 2}', "a", 1, "2:2"],
    ['{"x": [{"b": 1}, {"lr": 1,\n"b": 2,\n"lr": 3}]}', "lr", 1, "3:1"],
    ['{"a": 1,\n "\\u0061": 2}', "a", 1, "2:2"],
    ['{"__proto__": 1, "__proto__": 2}', "__proto__", 1, "1:18"],
  ])("%j has %s twice", (text, key, firstLine, position) => {
    const error = errorOf(text);
    expect(error).toMatchObject({
      code: "json.duplicateKey",
      params: { key, firstLine },
      path: `spec.json:${position}`,
    });
    expect(describeError(error, chinese)).toContain(`"${key}"`);
  });

  it("allows a key again in another object", () => {
    expect(parseJson('[{"a": {"a": 1}}, {"a": 2}]', "spec.json").value).toEqual([{ a: { a: 1 } }, { a: 2 }]);
  });

  it("refuses what is nested too deep, however deep", () => {
    expect(parseJson("[".repeat(100) + "]".repeat(100), "spec.json").locate([0, 0])).toEqual({ line: 1, column: 3 });
    expect(errorOf("[".repeat(101) + "]".repeat(101))).toMatchObject({ code: "json.tooDeep", path: "spec.json:1:101" });
    expect(errorOf('{"a":'.repeat(1_000_000)).code).toBe("json.tooDeep");
    expect(parseJson(`["${"[".repeat(200)}", ${"[],".repeat(200)} []]`, "spec.json").value).toHaveLength(202);
  });
});

describe("properties", () => {
  it("reads what JSON.stringify wrote, and finds every value in its place", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(undefined, 2, "\t"), (drawn, indent) => {
        const text = JSON.stringify(drawn, undefined, indent);
        const { value, locate } = parseJson(text, "spec.json");
        expect(value).toEqual(JSON.parse(text));
        const lines = text.split(/\r\n|\r|\n/);
        const visit = (part: unknown, path: (string | number)[]) => {
          const { line = 0, column = 0 } = locate(path) ?? {};
          const rest = lines.slice(line - 1).join("\n");
          const first =
            typeof part === "object" && part !== null ? (Array.isArray(part) ? "[" : "{") : JSON.stringify(part);
          expect(rest.startsWith(first, column - 1)).toBe(true);
          if (Array.isArray(part)) for (const [index, entry] of part.entries()) visit(entry, [...path, index]);
          else if (typeof part === "object" && part !== null) {
            for (const [key, entry] of Object.entries(part)) visit(entry, [...path, key]);
          }
        };
        visit(value, []);
      }),
    );
  });

  it("accepts what JSON.parse accepts, except double keys, and throws nothing but TidelabError", () => {
    const tokens = fc.constantFrom(
      ..."{ } [ ] , : \" \\ / // /* */ ' 0 1 -1 01 1. .5 1e 1e5 1e999 - + true false null nul NaN".split(" "),
      ...[
        '"a"',
        '"b"',
        '"a":',
        '"b":1',
        '"\\n"',
        '"\\u00e9"',
        '"\\ud800"',
        '"\t"',
        '"\u2028"',
        " ",
        "\n",
        "\r\n",
        "\t",
      ],
      ...["\uFEFF", "\u00A0", "\u000B", "\u2028", "\0", "[1]", "{}", "[", "]", "{", "}", ",", ","],
    );
    const soup = fc.array(tokens, { maxLength: 12 }).map((parts) => parts.join(""));
    const mutated = fc
      .tuple(fc.jsonValue({ maxDepth: 3 }), fc.nat(), fc.nat(3), tokens)
      .map(([value, where, removed, inserted]) => {
        const text = JSON.stringify(value);
        const at = where % (text.length + 1);
        return text.slice(0, at) + inserted + text.slice(at + removed);
      });
    fc.assert(
      fc.property(fc.oneof(soup, mutated, fc.string({ unit: "binary" })), (text) => {
        const stripped = text.startsWith("\uFEFF") ? text.slice(1) : text;
        let expected: { value: unknown } | undefined;
        try {
          expected = { value: JSON.parse(stripped) };
        } catch {}
        try {
          const { value } = parseJson(text, "spec.json");
          expect({ value }).toEqual(expected);
        } catch (error) {
          if (!(error instanceof TidelabError)) throw error;
          if (expected !== undefined) expect(error.code).toBe("json.duplicateKey");
          expect(error.message + describeError(error, chinese)).not.toMatch(/undefined|\[object/);
        }
      }),
      { numRuns: 5000 },
    );
  });
});
