/** Where in a text of JSON an error of its values is: line, column and keys. Not the checks themselves, which are in `parse.ts`. */
import { TidelabError } from "../errors/errors.ts";
import { type ParsedJson, parseJson } from "./json-text.ts";
import { parseSpec } from "./parse.ts";
import type { Spec } from "./spec.ts";

/** Where in the spec an error belongs; some that arise from several values together have no path. */
export function specPath(error: TidelabError): string | undefined {
  switch (error.code) {
    case "data.emptySplit":
    case "data.wavesSamples":
      return "data.samples";
    case "data.wavesLength":
      return "data.length";
    case "data.wavesNoise":
      return "data.noise";
    case "data.wavesScale":
      return "data";
    case "data.splitFractions":
      return "split";
    case "numerics.unavailable":
      return "numerics";
    default:
      return error.path;
  }
}

/** `lab.json:3:9: training.lr`; where the key is missing, the place of the object that lacks it. */
export function placeIn(json: ParsedJson, file: string, error: TidelabError): string | undefined {
  const path = specPath(error);
  const isSpecPath = path !== undefined || error.code.startsWith("spec.");
  if (!isSpecPath || isOfFile(error)) return undefined;
  return placeOf(json, file, keysOf(path ?? "", error), path);
}

/** Whether the path of an error is a place on the disk: of the series that a spec names, of the folder of a run. No keys lead there. */
function isOfFile({ code, path = "" }: TidelabError): boolean {
  if (code.startsWith("spec.")) return false;
  return /^(file|run)\./.test(code) || /[:/\\]/.test(path);
}

/**
 * `lab.json:3:9: training.lr`: the place of what the keys lead to, or of the innermost object on the way that is there.
 * @param path  the keys as users read them
 */
export function placeOf(
  json: ParsedJson,
  file: string,
  keys: readonly (string | number)[],
  path: string | undefined,
): string {
  for (let length = keys.length; length >= 0; length--) {
    const place = json.locate(keys.slice(0, length));
    if (place !== undefined) return `${file}:${place.line}:${place.column}${path === undefined ? "" : `: ${path}`}`;
  }
  return `${file}: ${path}`;
}

/** `model.layers[2].units` as a list of keys. Only an unknown key, the last one, may have dots in it. */
function keysOf(path: string, error: TidelabError): (string | number)[] {
  const unknown =
    error.code === "spec.unknownKey" && error.params && "key" in error.params ? error.params.key : undefined;
  const isUnknown = unknown !== undefined && path.endsWith(unknown);
  const rest = isUnknown ? path.slice(0, -unknown.length) : path;
  const keys = [...rest.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([key, index]) =>
    index === undefined ? key : Number(index),
  );
  return isUnknown ? [...keys, unknown] : keys;
}

/**
 * A spec from the text of a file, or from what somebody types: errors name the line and the column.
 * @param source  what the text is to the user, usually a file name; begins the path of errors
 * @throws TidelabError `json.…`, and those of `parseSpec` with a path such as `lab.json:3:9: training.lr`
 * @example
 * ```ts
 * import { TidelabError } from "tidelab";
 * import { parseSpecText } from "tidelab/runs";
 *
 * try {
 *   parseSpecText('{ "model": { "layers": [{ "layer": "last" }] },\n  "training": { "lr": -5 } }', "lab.json");
 * } catch (error) {
 *   console.log(error instanceof TidelabError && error.path); // lab.json:2:23: training.lr
 * }
 * ```
 */
export function parseSpecText(text: string, source: string): Spec {
  const json = parseJson(text, source);
  try {
    return parseSpec(json.value);
  } catch (error) {
    if (!(error instanceof TidelabError)) throw error;
    throw error.moved((one) => placeIn(json, source, one));
  }
}
