/**
 * The spec's own JSON schema as controls: what kind of input each key has, so that a form of all settings follows the package. It says nothing of how
 * they are drawn; `texts/settings.ts` explains each.
 */
import schema from "tidelab/spec.schema.json";

/** A part of the schema, as far as it is looked at. */
export interface Node {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
  readonly $ref?: string;
}

export type Control =
  | { readonly type: "number" }
  | { readonly type: "text" }
  | { readonly type: "switch" }
  | { readonly type: "choice"; readonly values: readonly string[] }
  /** Several numbers or words, divided by commas. */
  | { readonly type: "list" }
  /** A number, a word, or several. */
  | { readonly type: "free" }
  | { readonly type: "object"; readonly keys: Readonly<Record<string, Node>> }
  | Kinds
  | { readonly type: "items"; readonly of: Kinds };

/** Objects of several kinds, told apart by one of their keys. */
export interface Kinds {
  readonly type: "kinds";
  /** `layer`, `kind`, … */
  readonly key: string;
  /** Their keys without that one; `undefined` is the kind of an object that does not name one. */
  readonly kinds: ReadonlyMap<string | undefined, Node>;
}

const root = schema as unknown as Node & { readonly $defs: Readonly<Record<string, Node>> };
export const specSchema: Node = root;

/** Keys that say which kind of an object it is. */
const KIND_KEYS = ["kind", "layer", "transform", "augment"];
const SCALARS = ["number", "integer", "string"];

function resolve(node: Node): Node {
  return node.$ref === undefined ? node : resolve(root.$defs[node.$ref.split("/").at(-1) ?? ""] ?? {});
}

/** Alternatives, those of alternatives among them. */
function alternativesOf(node: Node): readonly Node[] {
  const found = node.anyOf ?? node.oneOf;
  return found === undefined ? [node] : found.flatMap((one) => alternativesOf(resolve(one)));
}

/** @returns undefined for what no control is made for: the form leaves it to the text */
export function controlOf(given: Node): Control | undefined {
  const node = resolve(given);
  const alternatives = alternativesOf(node);
  if (alternatives.length > 1) return ofAlternatives(alternatives);
  if (node.enum) return { type: "choice", values: node.enum };
  if (node.type === "number" || node.type === "integer") return { type: "number" };
  if (node.type === "boolean") return { type: "switch" };
  if (node.type === "string") return { type: "text" };
  if (node.type === "object" && node.properties) return { type: "object", keys: node.properties };
  if (node.type === "array" && node.items) {
    const inner = controlOf(node.items);
    if (inner?.type === "kinds") return { type: "items", of: inner };
    return inner && ["number", "text", "choice"].includes(inner.type) ? { type: "list" } : undefined;
  }
  return undefined;
}

function ofAlternatives(alternatives: readonly Node[]): Control | undefined {
  if (alternatives.every(({ properties }) => properties)) {
    const key = KIND_KEYS.find((one) => alternatives.some(({ properties }) => properties?.[one]?.const !== undefined));
    if (key === undefined) return undefined;
    return { type: "kinds", key, kinds: new Map(alternatives.map((one) => [one.properties?.[key]?.const, one])) };
  }
  const isSimple = ({ type, items }: Node) => SCALARS.includes(type ?? "") || SCALARS.includes(items?.type ?? "");
  return alternatives.every(isSimple) ? { type: "free" } : undefined;
}

/** The keys of an object of one kind that a form shows: all but the one that says which it is. */
export function keysOf({ key, kinds }: Kinds, kind: string | undefined): [string, Node][] {
  return Object.entries(kinds.get(kind)?.properties ?? {}).filter(([name]) => name !== key);
}

/** What a new object of a kind begins with: a value for each key that has to be there. */
const FIRST: Readonly<Record<string, number | string>> = {
  stepSize: 5,
  gamma: 0.95,
  length: 100,
  steps: 5,
  hiddenSize: 16,
  kernelSize: 3,
  outChannels: 16,
  outFeatures: 2,
  patience: 5,
  cycles: 5,
};

/** Of a key that has no such value: what the user has to fill in. */
function emptyOf(node: Node | undefined): number | string | readonly never[] {
  const type = node && resolve(node).type;
  return type === "array" ? [] : type === "number" || type === "integer" ? 1 : "";
}

/** A new object of a kind. @param known  values that suit what there is better than those that suit most */
export function firstOf(
  kinds: Kinds,
  kind: string,
  known: Readonly<Record<string, number>> = {},
): Record<string, unknown> {
  const node = kinds.kinds.get(kind) ?? {};
  const values = (node.required ?? [])
    .filter((key) => key !== kinds.key)
    .map((key) => [key, known[key] ?? FIRST[key] ?? emptyOf(node.properties?.[key])]);
  return { [kinds.key]: kind, ...Object.fromEntries(values) };
}

/** A new object without kinds. */
export function firstObject(node: Node): Record<string, unknown> {
  const { required = [], properties } = resolve(node);
  return Object.fromEntries(required.map((key) => [key, FIRST[key] ?? emptyOf(properties?.[key])]));
}

type Path = readonly (string | number)[];

/** The name of a setting in the dictionary: without places in lists, and the same for all kinds that have it. */
export function settingOf(path: Path): string {
  const keys = path.filter((key) => typeof key === "string");
  const [first, second] = keys;
  const last = keys.at(-1) ?? "";
  if (keys.length === 1 || first === "data") return keys.join(".");
  if (first === "model") return keys.length === 2 ? "model.layers" : `layer.${last}`;
  if (first === "transforms") return `transform.${last}`;
  if (first === "training" && keys.length > 2) return `${second}.${last}`;
  return `${first}.${last}`;
}

/** As errors write it: `model.layers[0].hiddenSize`. */
export function pathText(path: Path): string {
  return path.reduce<string>(
    (text, key) => (typeof key === "number" ? `${text}[${key}]` : text === "" ? key : `${text}.${key}`),
    "",
  );
}

/** Settings without a control of their own in the form of all settings, and where they are instead. */
export const ELSEWHERE: Readonly<Record<string, "text" | "data" | "fix" | "live">> = {
  $schema: "text",
  data: "data",
  "data.relabel": "fix",
  "training.edits": "live",
  // Layers within layers.
  "layer.layers": "text",
  "layer.shortcut": "text",
  "layer.branches": "text",
};
