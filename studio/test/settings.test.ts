/** Every key of a spec has a control with its explanation in both languages, or is named where it is set instead. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import {
  controlOf,
  ELSEWHERE,
  firstOf,
  keysOf,
  type Node,
  pathText,
  settingOf,
  specSchema,
} from "../src/state/spec-schema.ts";
import { controls } from "../src/texts/en/controls.ts";
import { settings as en } from "../src/texts/en/settings.ts";
import { settings as zhCn } from "../src/texts/zh-CN/settings.ts";

type Path = readonly (string | number)[];

/** All settings below a part of the schema, each by its path; of a list its first place. */
function settingsIn(node: Node, path: Path): { path: Path; node: Node }[] {
  const place = ELSEWHERE[settingOf(path)];
  if (path.length > 0 && place !== undefined) return [{ path, node }];
  const control = controlOf(node);
  const own = path.length > 0 && typeof path.at(-1) === "string" ? [{ path, node }] : [];
  if (control?.type === "object") {
    return [...own, ...Object.entries(control.keys).flatMap(([key, inner]) => settingsIn(inner, [...path, key]))];
  }
  const kinds = control?.type === "items" ? control.of : control;
  if (kinds?.type !== "kinds") return own;
  const inside = control?.type === "items" ? [...path, 0] : path;
  const inner = [...kinds.kinds.keys()].flatMap((kind) => keysOf(kinds, kind));
  return [...own, ...inner.flatMap(([key, one]) => settingsIn(one, [...inside, key]))];
}

const all = settingsIn(specSchema, []);
const source = (path: string) => readFileSync(fileURLToPath(new URL(`../src/${path}`, import.meta.url)), "utf8");

describe("settings", () => {
  it("are all keys of the spec", () => {
    const names = new Set(all.map(({ path }) => settingOf(path)));
    for (const name of [
      "seed",
      "training.lr",
      "schedule.gamma",
      "layer.kernelSize",
      "transform.stride",
      "split.folds",
    ]) {
      expect(names).toContain(name);
    }
    expect(all.length).toBeGreaterThan(150);
  });

  it("each have a control, or are named as set elsewhere", () => {
    const without = all.filter(({ path, node }) => !ELSEWHERE[settingOf(path)] && controlOf(node) === undefined);
    expect(without.map(({ path }) => pathText(path))).toEqual([]);
  });

  it.each([
    ["en", en],
    ["zh-CN", zhCn],
  ])("each have an explanation: %s", (_, texts) => {
    const shown = all.map(({ path }) => settingOf(path)).filter((name) => ELSEWHERE[name] === undefined);
    // What only holds others needs none.
    const explained = new Set([...Object.keys(texts.keys), "model", "training"]);
    expect(shown.filter((name) => !explained.has(name))).toEqual([]);
    // And nothing is explained that there is not.
    const known = new Set(shown);
    expect(Object.keys(texts.keys).filter((name) => !known.has(name))).toEqual([]);
  });

  it.each([
    ["en", en],
    ["zh-CN", zhCn],
  ])("each kind of transform and augmentation is explained: %s", (_, texts) => {
    const kinds = ["transforms", "training.augment"].flatMap((path) => {
      const node = path.split(".").reduce<Node | undefined>((at, key) => {
        const control = at && controlOf(at);
        return control?.type === "object" ? control.keys[key] : undefined;
      }, specSchema);
      const control = node && controlOf(node);
      if (control?.type !== "items") throw new Error(`${path} is a list`);
      return [...control.of.kinds.keys()].map((kind) => `${control.of.key}.${kind}`);
    });
    expect(kinds).toHaveLength(12);
    expect(Object.keys(texts.kinds).sort()).toEqual(kinds.sort());
  });

  it("of the transforms are on the Data screen too, each with its control", () => {
    const [list, screen] = [source("screens/data/transforms.tsx"), source("screens/data/preparation.tsx")];
    expect(list).toContain('<Setting path={["transforms"]}');
    expect(screen).toContain("<Transforms");
    const control = controlOf(specSchema.properties!.transforms!);
    if (control?.type !== "items") throw new Error("transforms is a list");
    const names = ["truncate", "pad", "resample", "windows", "normalise", "difference"];
    expect([...control.of.kinds.keys()].sort()).toEqual(names.sort());
    const without = names.flatMap((kind) => {
      return keysOf(control.of, kind).filter(([, node]) => controlOf(node) === undefined);
    });
    expect(without).toEqual([]);
  });

  it("of the data are on the Data screen", () => {
    const kinds = controlOf(specSchema.properties!.data!);
    if (kinds?.type !== "kinds") throw new Error("data has kinds");
    const form = source("screens/data/waves-form.tsx");
    const waves = keysOf(kinds, "waves").map(([key]) => key);
    expect(waves.filter((key) => key !== "relabel" && !form.includes(`"${key}"`))).toEqual([]);
  });

  it("of own files have a control on Data, or are named as set elsewhere", () => {
    const kinds = controlOf(specSchema.properties!.data!);
    if (kinds?.type !== "kinds") throw new Error("data has kinds");
    const files = keysOf(kinds, "files");
    const [fields, form] = [source("components/reading-fields.tsx"), source("screens/data/file-form.tsx")];
    // What a file has is said in the list of files; a label is corrected in the table.
    const list = source("screens/data/file-list.tsx");
    const labels = controlOf(files.find(([key]) => key === "labels")![1]);
    if (labels?.type !== "object") throw new Error("labels is an object");
    const uses = ["train", "val", "test", ...Object.keys(labels.keys).map((set) => `labels.${set}`)];
    expect(uses).toHaveLength(6);
    expect(uses.filter((use) => !list.includes(`"${use}"`))).toEqual([]);
    const elsewhere = ["train", "val", "test", "labels", "reading", "relabel"];
    const others = files.map(([key]) => key).filter((key) => !elsewhere.includes(key));
    expect(others.filter((key) => !new RegExp(`\\bsay\\(\\{ ${key}\\b`).test(form))).toEqual([]);
    const readingNode = controlOf(files.find(([key]) => key === "reading")![1]);
    if (readingNode?.type !== "object") throw new Error("reading is an object");
    // Each is shown as it was given, and given by its control.
    const isThere = (key: string) => fields.includes(`given.${key}`) && fields.includes(`names.${key}}`);
    const options = Object.keys(readingNode.keys).filter((key) => key !== "columns" && key !== "onError");
    expect(options.length).toBeGreaterThan(12);
    expect(options.filter((key) => !isThere(key))).toEqual([]);
    expect(form).toContain("reading.onError");
    const columns = controlOf(readingNode.keys.columns!);
    if (columns?.type !== "object") throw new Error("columns is an object");
    expect(Object.keys(columns.keys).filter((key) => !fields.includes(`"${key}"`))).toEqual([]);
    // Named in errors as the controls are.
    const named = Object.keys(controls);
    const keys = [...options, "onError", ...Object.keys(columns.keys), ...others];
    expect(keys.filter((key) => !named.includes(key))).toEqual([]);
  });

  it("a new entry of a list has what it has to have", () => {
    const control = controlOf(specSchema.properties!.transforms!);
    if (control?.type !== "items") throw new Error("transforms is a list");
    expect(firstOf(control.of, "windows")).toEqual({ transform: "windows", length: 100 });
    expect(firstOf(control.of, "difference")).toEqual({ transform: "difference" });
    // A length that suits the series that there are; what has none gets none.
    expect(firstOf(control.of, "pad", { length: 60 })).toEqual({ transform: "pad", length: 60 });
    expect(firstOf(control.of, "normalise", { length: 60 })).toEqual({ transform: "normalise" });
  });
});
