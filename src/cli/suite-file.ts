/** A benchmark's suite and its published figures from their files; paths in a suite are relative to it. */
import { dirname, isAbsolute, join } from "node:path";
import { type PublishedFigure, readPublished } from "../benchmark/published.ts";
import { parseSuite, type Suite } from "../benchmark/suite.ts";
import { TidelabError } from "../errors/errors.ts";
import { parseJson } from "../spec/json-text.ts";
import { presets } from "../zoo/presets.ts";
import { fromCurrentFolder } from "./data-paths.ts";
import { nameOf, readText } from "./input-text.ts";
import { placeOf, readDocument } from "./spec-file.ts";
import type { Terminal } from "./terminal/terminal.ts";

/** @throws TidelabError `file.…`, `json.…`, and what is wrong with the suite, at its line and column */
export async function readSuite(file: string, terminal: Terminal): Promise<Suite> {
  const { messages } = terminal;
  const source = nameOf(file);
  const json = parseJson(await readText(file, messages.benchmarkFile), source);
  const folder = file === "-" ? "." : dirname(file);
  const { value } = json;
  if (!isObject(value) || "model" in value || "base" in value) {
    throw new TidelabError("benchmark.suite", undefined, source);
  }
  const beside = (path: string) => (isAbsolute(path) ? path : join(folder, path));
  const readSpec = async (name: string) => {
    return (await readDocument(beside(name), messages.specFile, "spec")).value as Record<string, unknown>;
  };
  const datasets = isObject(value.datasets)
    ? Object.fromEntries(Object.entries(value.datasets).map(([name, one]) => [name, fromCurrentFolder(one, folder)]))
    : value.datasets;
  try {
    const suite = await parseSuite({ ...value, datasets }, Object.keys(presets), readSpec);
    return { ...suite, published: suite.published === undefined ? undefined : beside(suite.published) };
  } catch (error) {
    if (!(error instanceof TidelabError)) throw error;
    // What a file beside it has wrong names that file.
    throw error.moved(({ path, code }) => {
      if (/^(file|json|safetensors)\./.test(code)) return undefined;
      return path === undefined ? source : placeOf(json, source, keysOf(path), path);
    });
  }
}

/** `models.FCN.preset` as keys; names of models may have blanks, and no dots. */
function keysOf(path: string): string[] {
  return path.split(/[.[\]]/).filter((key) => key !== "");
}

/** @returns none without a file */
export async function readPublishedFile(file: string | undefined, terminal: Terminal): Promise<PublishedFigure[]> {
  return file === undefined ? [] : readPublished(await readText(file, terminal.messages.publishedFile), nameOf(file));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
