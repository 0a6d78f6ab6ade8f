/** The data of the recipe, as the Data screen sees them: made or read in a worker whenever the recipe's part of them changes. */
import { computed, signal } from "@preact/signals";
import type { Spec } from "tidelab";
import { DataClient } from "../engine/data-client.ts";
import type { DataAnswer, DataRequest, SeriesView, TableRow } from "../engine/data-protocol.ts";
import type { ErrorData } from "../engine/protocol.ts";
import { reportFault } from "./faults.ts";
import { filesOf } from "./own-files.ts";
import { checked, draft, setValue, shownSpec, valueAt } from "./recipe.ts";

/** What was loaded last; it stays while something newer of the same source is loaded. */
export const dataView = signal<SeriesView | undefined>(undefined);
export const isLoadingData = signal(false);
/** What is wrong with the data that were asked for; none where `dataView` is what the recipe says. */
export const dataErrors = signal<readonly ErrorData[]>([]);
/** The channel that is drawn, from 0 on. */
export const channel = signal(0);

let client: DataClient | undefined;

/** @returns the answer; undefined where it was replaced by a newer one or failed, which is reported */
export async function askData(request: DataRequest): Promise<DataAnswer | undefined> {
  if (client === undefined || client.hasEnded) client = new DataClient();
  const answer = await client.ask(request);
  if (answer.type === "superseded") return undefined;
  if (answer.type === "fault") {
    reportFault(answer.message, answer.details);
    return undefined;
  }
  return answer;
}

/** The parts of a spec that decide what its series are. */
const partsOf = (spec: Spec, drawn: number) => {
  const { data, split, transforms, seed } = spec;
  return JSON.stringify([data, split, transforms, seed, drawn, filesOf(spec).map(({ sha256 }) => sha256)]);
};

/** What is to be loaded; undefined while the recipe is wrong. */
export const wantedData = computed(() => {
  const spec = checked.value.spec;
  return spec && partsOf(spec, channel.value);
});

/** Where series are from: those of another file are never shown for a moment under its name. */
const sourceOf = (spec: Spec) => JSON.stringify([spec.data.kind, filesOf(spec).map(({ sha256 }) => sha256)]);

let loadedParts: string | undefined;
let loadedSource: string | undefined;

/** Loads the data of the recipe, unless they are there. */
export async function loadWanted(): Promise<void> {
  const spec = checked.value.spec;
  if (spec === undefined) return;
  const parts = partsOf(spec, channel.value);
  if (parts === loadedParts) return;
  loadedParts = parts;
  const source = sourceOf(spec);
  if (source !== loadedSource) dataView.value = undefined;
  loadedSource = source;
  isLoadingData.value = true;
  const answer = await askData({ type: "load", spec, channel: channel.value, files: filesOf(spec) });
  if (loadedParts !== parts) return;
  isLoadingData.value = false;
  if (answer?.type === "loaded") {
    dataView.value = answer.view;
    dataErrors.value = [];
  } else {
    loadedParts = undefined;
    if (answer?.type === "refused") dataErrors.value = answer.errors;
  }
}

/** Rows of the table, of what was loaded last. */
export async function rowsOf(from: number, to: number): Promise<readonly TableRow[]> {
  const answer = await askData({ type: "rows", from, to, channel: channel.value });
  return answer?.type === "rows" ? answer.rows : [];
}

/** Gives the model as many outputs as there are classes, where its last layer says how many. */
export function fitClasses(count: number): void {
  const { layers } = shownSpec.value.model;
  const last = layers.length - 1;
  if (valueAt(draft.value, ["model", "layers", last, "outFeatures"]) === undefined) return;
  setValue(["model", "layers", last, "outFeatures"], count);
}
