/** Which steps of the series each step of a convolution's output depends on: from the spec alone. */
import type { Spec } from "tidelab";

type Layer = Spec["model"]["layers"][number];

/** Step t of the output depends on the steps from `start + t · jump` on, `size` of them; some of these may be padding. */
export interface Field {
  readonly start: number;
  readonly size: number;
  readonly jump: number;
}

const EVERY_STEP: Field = { start: 0, size: 1, jump: 1 };

/** Layers behind which each step may depend on the whole series, or behind which there are no steps. */
const WHOLE: readonly string[] = [
  ...["lstm", "gru", "rnn", "selfAttention", "attention", "last", "finalState", "globalAvgPool", "globalMaxPool"],
  ...["trendFilters", "flatten", "transpose"],
];

/** @returns the field of each `conv1d`, by its name as in `LayerView`; none for those that see the whole series */
export function fieldsOf(layers: readonly Layer[]): Map<string, Field> {
  const fields = new Map<string, Field>();
  walk(layers, "", EVERY_STEP, fields);
  return fields;
}

/** @returns the field behind the last layer; undefined for the whole series */
function walk(
  layers: readonly Layer[],
  prefix: string,
  from: Field | undefined,
  fields: Map<string, Field>,
): Field | undefined {
  let field = from;
  for (const [index, layer] of layers.entries()) {
    const name = `${prefix}${layer.name ?? index}`;
    const branch = (inner: readonly Layer[], key: string) => walk(inner, `${name}.${key}.`, field, fields);
    if (layer.layer === "residual")
      field = union([branch(layer.layers, "layers"), branch(layer.shortcut ?? [], "shortcut")]);
    else if (layer.layer === "multiply") field = union([field, branch(layer.layers, "layers")]);
    else if (layer.layer === "concat") {
      field = union(layer.branches.map((inner, number) => branch(inner, `branches.${String(number)}`)));
    } else if (WHOLE.includes(layer.layer)) field = undefined;
    else if ("kernelSize" in layer) field = field && behind(field, layer);
    if (layer.layer === "conv1d" && field) fields.set(name, field);
  }
  return field;
}

interface Window {
  readonly layer: string;
  readonly kernelSize: number;
  readonly stride?: number | undefined;
  readonly padding: number | "causal" | "same";
  readonly dilation?: number | undefined;
}

/** Behind a convolution or a pooling, as PyTorch has them. */
function behind({ start, size, jump }: Field, layer: Window): Field {
  const { kernelSize, padding, dilation = 1 } = layer;
  const stride = layer.stride ?? (layer.layer === "conv1d" ? 1 : kernelSize);
  const span = dilation * (kernelSize - 1);
  const left = padding === "causal" ? span : padding === "same" ? Math.floor(span / 2) : padding;
  return { start: start - left * jump, size: size + span * jump, jump: jump * stride };
}

/** Of branches that come together again. */
function union(fields: readonly (Field | undefined)[]): Field | undefined {
  const known = fields.filter((field) => field !== undefined);
  const [first] = known;
  if (first === undefined || known.length < fields.length) return undefined;
  const start = Math.min(...known.map((field) => field.start));
  const end = Math.max(...known.map((field) => field.start + field.size));
  return { start, size: end - start, jump: first.jump };
}

/** Steps of the series that a step of the output depends on, without padding: from, and behind the last. */
export function seenBy({ start, size, jump }: Field, step: number, steps: number): [from: number, to: number] {
  const from = start + step * jump;
  return [Math.max(0, Math.min(steps, from)), Math.max(0, Math.min(steps, from + size))];
}

/**
 * Where the steps of an output lie along the series: each at the middle of what it depends on, or evenly spread where that is everything.
 * @returns the place of the first one, in steps of the series, and from one to the next
 */
export function placeOf(own: number, field: Field | undefined, steps: number): [first: number, jump: number] {
  if (field) return [field.start + (field.size - 1) / 2, field.jump];
  const jump = steps / own;
  return [(jump - 1) / 2, jump];
}
