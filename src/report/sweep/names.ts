/** What a report calls the arms and their settings: as short as tells them apart. */
import type { SweepArm, SweepResult } from "../../experiments/result.ts";
import type { SweepMessages } from "../../messages/sweep-report.en.ts";
import type { LayerSpec } from "../../spec/layers.ts";
import { withInner } from "../aim.ts";
import { formatJson } from "../formats.ts";

/** How much of a model is told: its kind; layers and directions; sizes. */
type Detail = 0 | 1 | 2;

/** How much must be told of the values of an axis to tell them apart. */
export function detailFor(values: readonly unknown[], texts: SweepMessages): Detail {
  const isEnough = (detail: Detail) =>
    new Set(values.map((value) => wordValue(value, detail, texts))).size === values.length;
  return ([0, 1] as const).find(isEnough) ?? 2;
}

/** @returns the name of each arm of the result; ids where settings do not tell arms apart */
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
  return axes.map(({ path }) => nameSetting(path, settings[path], detail, texts)).join(texts.comma);
}

/** A setting in the name of an arm: `learning rate 0.01`, `GRU`. */
export function nameSetting(path: string, value: unknown, detail: Detail, texts: SweepMessages): string {
  const layers = layersOf(value);
  if (layers) return nameModel(layers, detail, texts);
  const key = lastKey(path);
  if (key === "layer" && typeof value === "string") return nameLayer(value);
  if (key === "bidirectional" && typeof value === "boolean") return value ? texts.bidirectional : texts.unidirectional;
  if (key === "numLayers" && typeof value === "number") return texts.layerCount({ count: value });
  // An axis of labels, such as a model's: the label says all.
  if (typeof value === "string" && !path.includes(".")) return nameLayer(value);
  return texts.settingValue({ name: nameAxis(path, texts), value: wordValue(value, detail, texts) });
}

/** What a table of axes says of a value. */
export function wordValue(value: unknown, detail: Detail, texts: SweepMessages): string {
  const layers = layersOf(value);
  if (layers) return nameModel(layers, detail, texts);
  if (value === undefined) return texts.asByDefault;
  if (typeof value === "boolean") return value ? texts.yes : texts.no;
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return nameLayer(value);
  return formatJson(value).replace(/\s+/g, " ");
}

/** What a path of the spec is called; the path itself where it has no name of its own. */
export function nameAxis(path: string, texts: SweepMessages): string {
  return texts.settingNames[lastKey(path)] ?? path;
}

function lastKey(path: string): string {
  return (
    path
      .split(/[.[\]/]+/)
      .filter((part) => part !== "" && !/^\d+$/.test(part))
      .at(-1) ?? path
  );
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
