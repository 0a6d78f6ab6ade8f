/** The record of a run of either kind: of a net, or of a classifier without gradients. For who lists and finds runs, whatever they are. */
import { lookUp } from "../spec/parse.ts";
import { type ClassicalRunRecord, isClassicalRecord, parseClassicalRun } from "./classical/record.ts";
import { parseRecord, type RunRecord } from "./record.ts";

export type AnyRunRecord = RunRecord | ClassicalRunRecord;

/** @throws TidelabError as `parseRecord` and `parseClassicalRun` */
export function parseAnyRecord(text: string, source: string): AnyRunRecord {
  return kindOf(text) === "classical" ? parseClassicalRun(text, source) : parseRecord(text, source);
}

/** Damaged text is of no kind: who reads it as the record of a net says what is wrong with it. */
function kindOf(text: string): "classical" | "net" {
  try {
    return isClassicalRecord(JSON.parse(text)) ? "classical" : "net";
  } catch {
    return "net";
  }
}

/** Whether a record is that of a classifier without gradients. */
export function isClassical(record: AnyRunRecord): record is ClassicalRunRecord {
  return lookUp(record, ["kind"]) === "classical";
}
