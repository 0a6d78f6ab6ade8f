/** A spec from a JSON file: errors point at the line and column of what is wrong, or at the flag that went before it. */
import { existsSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import type { ErrorCode } from "../errors/en.ts";
import { TidelabError } from "../errors/errors.ts";
import { type ClassicalSpec, isClassicalSpec, parseClassicalSpec } from "../runs/classical/spec.ts";
import { type ParsedJson, parseJson } from "../spec/json-text.ts";
import { parseSpec } from "../spec/parse.ts";
import { placeIn, placeOf, specPath } from "../spec/places.ts";
import type { Spec } from "../spec/spec.ts";
import { fromCurrentFolder } from "./data-paths.ts";
import { nameOf, readText } from "./input-text.ts";

export interface SpecFile {
  readonly spec: Spec;
  /** An error of the spec or its run, at its place in the file; other errors stay as they are. */
  relocate(error: unknown): unknown;
}

/** A spec of a classifier without gradients. */
export interface ClassicalSpecFile extends Pick<SpecFile, "relocate"> {
  readonly classical: ClassicalSpec;
  readonly spec?: undefined;
}

/** Flags that go before what the file says. */
export interface SpecOverrides {
  name?: string | undefined;
  numerics?: string | undefined;
}

/**
 * Reads and checks a spec.
 * @throws TidelabError `file.…` and `json.…`, and those of `parseSpec` with a path like `lab.json:3:9: training.lr`
 */
export async function readSpec(file: string, what: string, overrides: SpecOverrides): Promise<SpecFile> {
  const found = await readAnySpec(file, what, overrides);
  if (found.classical !== undefined) throw new TidelabError("spec.classical", undefined, nameOf(file));
  return found;
}

/** As `readSpec`, of a net or of a classifier without gradients. @throws TidelabError as `parseClassicalSpec`, too */
export async function readAnySpec(
  file: string,
  what: string,
  overrides: SpecOverrides,
): Promise<(SpecFile & { readonly classical?: undefined }) | ClassicalSpecFile> {
  const source = nameOf(file);
  const json = await readDocument(file, what, "spec");
  const given = Object.entries(overrides).filter(([, value]) => value !== undefined);
  const relocate = (error: unknown) => {
    if (!(error instanceof TidelabError)) return error;
    return error.moved((one) =>
      given.some(([key]) => key === specPath(one)) ? `--${specPath(one)}` : placeIn(json, source, one),
    );
  };
  const value = fromCurrentFolder(json.value, file === "-" ? "." : dirname(file));
  try {
    if (isClassicalSpec(value)) {
      // It has no numerics: an error at the flag says so.
      const { name } = overrides;
      return { classical: parseClassicalSpec({ ...(value as object), ...(name !== undefined && { name }) }), relocate };
    }
    return { spec: parseSpec(isObject(value) ? { ...value, ...Object.fromEntries(given) } : value), relocate };
  } catch (error) {
    throw relocate(error);
  }
}

/**
 * The JSON of a spec or a sweep. Files of another kind, which newcomers hand to `train` and `sweep`, are refused by what they are.
 * @throws TidelabError `file.…`, `json.…` and `spec.sweep`, `sweep.spec` and so on for what was received instead
 */
export async function readDocument(file: string, what: string, expected: "spec" | "sweep"): Promise<ParsedJson> {
  const source = nameOf(file);
  if (file !== "-" && existsSync(join(file, "run.json"))) {
    throw new TidelabError(`${expected}.record`, { folder: file }, source);
  }
  try {
    const text = await readText(file, what);
    if (isTable(file, text)) throw new TidelabError(`${expected}.table`, undefined, source);
    const json = parseJson(text, source);
    const found = kindOf(json.value);
    if (found === "record") throw new TidelabError(`${expected}.record`, { folder: dirname(file) }, source);
    if (found === "sweep" && expected === "spec") throw new TidelabError("spec.sweep", { file }, source);
    if (found === "spec" && expected === "sweep") throw new TidelabError("sweep.spec", { file }, source);
    return json;
  } catch (error) {
    if (!(error instanceof TidelabError) || error.code !== "file.format") throw error;
    const { format } = (error as TidelabError<"file.format">).params;
    if (NO_DATA.has(format)) throw error;
    throw new TidelabError(`${expected}.table`, undefined, source, { cause: error });
  }
}

/** Errors of a file that is of another kind: their path is that file, not a key in a spec or a sweep. */
const OTHER_KIND: ReadonlySet<string> = new Set([
  "spec.table",
  "spec.classical",
  "spec.record",
  "spec.sweep",
  "sweep.table",
  "sweep.record",
  "sweep.spec",
] satisfies ErrorCode[]);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a document is, by keys that only its kind has; undefined where they do not say. */
function kindOf(value: unknown): "spec" | "sweep" | "record" | undefined {
  if (!isObject(value)) return undefined;
  if ("spec" in value && "weightsSha256" in value) return "record";
  const isSweep = "base" in value || "axes" in value;
  if (isSweep === "model" in value) return undefined;
  return isSweep ? "sweep" : "spec";
}

/** Formats that nobody takes for training data. */
const NO_DATA: ReadonlySet<string> = new Set(["pdf", "png", "jpeg", "utf32", "binary"]);

const TABLE_ENDINGS = [".csv", ".tsv", ".arff", ".ts", ".dat"];

/** Whether a text is no JSON at all but data: by the name of the file, or because its first row has several numbers. */
function isTable(file: string, text: string): boolean {
  const start = text.slice(0, 1000).trimStart();
  if (start === "" || "{[".includes(start[0] ?? "")) return false;
  if (TABLE_ENDINGS.includes(extname(file).toLowerCase())) return true;
  const cells = (start.split(/[\r\n]/)[0] ?? "").split(/[,;\t| ]+/);
  return cells.length > 1 && cells.filter((cell) => cell !== "" && Number.isFinite(Number(cell))).length > 1;
}

/** An error of a value in a JSON file, at its place there; other errors stay as they are. */
export function relocateIn(json: ParsedJson, file: string, error: unknown): unknown {
  // A file that it names is somewhere else.
  if (!(error instanceof TidelabError) || !/^(spec|sweep|classical)\./.test(error.code) || OTHER_KIND.has(error.code))
    return error;
  return error.moved((one) => placeIn(json, file, one));
}

export { placeOf };
