/** What a report calls the arms and their settings: as short as possible but different. */

import type { LayerSpec } from "../../spec/layers.ts";
import type { SweepArm, SweepResult } from "../../sweep/result.ts";
import { formatJson } from "../formats.ts";
import { exerciseTitles } from "../messages/exercise-titles.ts";
import type { SweepMessages } from "../messages/sweep.en.ts";
import { withInner } from "../run/aim.ts";

/** How much is shown of a value: of a model its kind, then layers and directions, then sizes; of a number more digits. */
type Detail = 0 | 1 | 2;

/** Significant digits of numbers that are no whole ones: a rate drawn at random has seventeen, of which three are enough. */
const DIGITS = [3, 6, 17] as const;

/** How much of the values of an axis must be shown to distinguish them. */
export function detailFor(path: string, values: readonly unknown[], texts: SweepMessages): Detail {
  const isEnough = (detail: Detail) =>
    new Set(values.map((value) => formatValue(path, value, detail, texts))).size === values.length;
  return ([0, 1] as const).find(isEnough) ?? 2;
}

/** @returns the name of each arm of the result; ids where settings do not distinguish arms */
export function nameArms(result: SweepResult, texts: SweepMessages): (arm: SweepArm) => string {
  const names = new Map<string, string>();
  for (const detail of [0, 1, 2] as const) {
    for (const arm of result.arms) names.set(arm.id, nameArm(arm, result, detail, texts));
    if (new Set(names.values()).size === result.arms.length) break;
  }
  const counts = new Map<string, number>();
  for (const name of names.values()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return ({ id }) => {
    const name = names.get(id) ?? "";
    return name === "" || (counts.get(name) ?? 0) > 1 ? id : name;
  };
}

function nameArm({ settings }: SweepArm, { axes }: SweepResult, detail: Detail, texts: SweepMessages): string {
  return axes.map(({ path }) => nameSetting(path, settings[path], detail, texts)).join(texts.joint);
}

/** A setting in the name of an arm: `learning rate 0.01`, `GRU`. */
export function nameSetting(path: string, value: unknown, detail: Detail, texts: SweepMessages): string {
  const words = formatValue(path, value, detail, texts);
  if (layersOf(value)) return words;
  const key = lastKey(path);
  if (key === "layer" && typeof value === "string") return words;
  if (key === "bidirectional" && typeof value === "boolean") return words;
  if (key === "numLayers" && typeof value === "number") return words;
  if (key === "weightDecay" && value === 0) return texts.noWeightDecay;
  if (key === "clipGradNorm" || key === "clipGradValue") {
    return value === 0 || value === undefined ? texts.noClipping : texts.clippingAt({ value: words });
  }
  // Most labels say all by themselves.
  if (
    typeof value === "string" &&
    (isOption(path, value, texts) || (!path.includes(".") && Number.isNaN(Number(value))))
  ) {
    return words;
  }
  if (key === "layers" && !path.includes(".") && Number(value) > 0) return words;
  return texts.settingValue({ name: nameAxis(path, texts), value: words });
}

/** What a table of axes says of a value. */
export function formatValue(path: string, value: unknown, detail: Detail, texts: SweepMessages): string {
  const layers = layersOf(value);
  if (layers) return nameModel(layers, detail, texts);
  const key = lastKey(path);
  if (value === undefined) return texts.asByDefault;
  if (key === "bidirectional" && typeof value === "boolean") return value ? texts.bidirectional : texts.unidirectional;
  if (typeof value === "boolean") return value ? texts.yes : texts.no;
  if (key === "numLayers" && typeof value === "number") return texts.layerCount({ count: value });
  if (typeof value === "number") return roundTo(value, DIGITS[detail]);
  if (typeof value === "string") {
    const option = texts.optionNames[`${key}.${value}`];
    if (option !== undefined) return option;
    if (key === "layers" && !path.includes(".") && Number(value) > 0) return texts.layerCount({ count: Number(value) });
    return nameLayer(value);
  }
  if (Array.isArray(value) && value.length === 0) return texts.none;
  return formatJson(roundAll(value, DIGITS[detail])).replace(/\s+/g, " ");
}

/** All values of an axis in one cell: with semicolons where a value has a comma of its own. */
export function listValues(path: string, values: readonly unknown[], texts: SweepMessages): string {
  const detail = detailFor(path, values, texts);
  const words = values.map((value) => formatValue(path, value, detail, texts));
  return words.join(words.some((word) => /[,，、]/.test(word)) ? texts.semicolon : texts.comma);
}

function isOption(path: string, value: string, texts: SweepMessages): boolean {
  return texts.optionNames[`${lastKey(path)}.${value}`] !== undefined;
}

function roundTo(value: number, digits: number): string {
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(digits)));
}

function roundAll(value: unknown, digits: number): unknown {
  if (typeof value === "number") return Number(roundTo(value, digits));
  if (Array.isArray(value)) return value.map((entry) => roundAll(entry, digits));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, roundAll(entry, digits)]));
}

/** What a path of the spec is called; the path itself where it has no name of its own. */
export function nameAxis(path: string, texts: SweepMessages): string {
  const keys = keysOf(path);
  const key = keys.at(-1) ?? path;
  // A list of layers is a model; an axis of that name counts them.
  if (key === "layers" && path.includes(".")) return texts.settingNames.model ?? path;
  const names = texts.settingNames;
  const known = [`${keys.at(-2)}.${key}`, key].find((name) => Object.hasOwn(names, name));
  return (known !== undefined ? names[known] : undefined) ?? path;
}

function keysOf(path: string): string[] {
  return path.split(/[.[\]/]+/).filter((part) => part !== "" && !/^\d+$/.test(part));
}

/** A title for readers: that of an exercise where the sweep is one, its own name otherwise. */
export function titleOf({ name, axes }: SweepResult, texts: SweepMessages): string {
  const paths = axes.map(({ path }) => path).join();
  const exercise = exerciseTitles[name];
  return exercise?.axes === paths ? exercise[texts.lang] : name;
}

function lastKey(path: string): string {
  return keysOf(path).at(-1) ?? path;
}

function nameLayer(layer: string): string {
  return layer === "lstm" || layer === "gru" || layer === "rnn" || layer === "cnn" ? layer.toUpperCase() : layer;
}

/** The layers of a model or a list of layers; undefined for any other value. */
function layersOf(value: unknown): readonly LayerSpec[] | undefined {
  const list = typeof value === "object" && value !== null && "layers" in value ? value.layers : value;
  if (!Array.isArray(list) || list.length === 0) return undefined;
  const areLayers = list.every((entry) => typeof entry === "object" && entry !== null && "layer" in entry);
  return areLayers ? (list as readonly LayerSpec[]) : undefined;
}

function nameModel(top: readonly LayerSpec[], detail: Detail, texts: SweepMessages): string {
  const layers = top.flatMap(withInner);
  const convolutions = layers.flatMap((layer) => (layer.layer === "conv1d" ? [layer] : []));
  const recurrent = layers.flatMap((layer) => {
    return layer.layer === "lstm" || layer.layer === "gru" || layer.layer === "rnn" ? [layer] : [];
  });
  const [first] = recurrent;
  if (first === undefined) {
    if (convolutions.length === 0) return texts.otherShort({ layers: layers.length });
    const widths = convolutions.map(({ outChannels }) => outChannels).join("-");
    return ["CNN", texts.convolutionsShort({ count: convolutions.length }), `CNN ${widths}`][detail] ?? "CNN";
  }
  const cell = `${convolutions.length > 0 ? "CNN + " : ""}${nameLayer(first.layer)}`;
  if (detail === 0) return cell;
  const { numLayers = 1, bidirectional = false, hiddenSize } = first;
  const shape = { cell, layers: numLayers, isBidirectional: bidirectional };
  return texts.recurrentShort(detail === 1 ? shape : { ...shape, hidden: hiddenSize });
}
