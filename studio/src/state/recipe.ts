/**
 * The recipe: what the next run will be, as the user has it now. The form and the text are two views of one draft; what is wrong with it is
 * what the package says.
 */
import { computed, signal } from "@preact/signals";
import { models, parseSpec, type Spec } from "tidelab";
import { describeErrors } from "../engine/error-data.ts";
import type { ErrorData } from "../engine/protocol.ts";
import { LAB } from "./lab.ts";
import { brokenLocks, locks } from "./locks.ts";

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/** As a user writes it: what has a default may be left out. */
export const draft = signal<Json>(LAB as Json);

/** @returns the spec, or everything that is wrong */
export function checkSpec(value: unknown): { readonly spec?: Spec; readonly problems: readonly ErrorData[] } {
  try {
    return { spec: parseSpec(value), problems: [] };
  } catch (error) {
    const problems = describeErrors(error);
    if (problems === undefined) throw error;
    return { problems };
  }
}

const parsed = computed(() => checkSpec(draft.value));

/** Locked keys that the recipe has other values for. */
export const broken = computed(() => {
  const { spec } = parsed.value;
  return spec && locks.value ? brokenLocks(spec, locks.value) : [];
});

/** A recipe that breaks a lock is refused, however it came about. */
export const checked = computed(() => {
  if (broken.value.length === 0) return parsed.value;
  const problems = broken.value.map(({ path, set }): ErrorData => {
    return {
      code: "studio.locked",
      params: { set },
      path,
      message: `${path}: set by your teacher to ${set ?? "nothing"}`,
    };
  });
  return { problems };
});

/** The last spec that was right: what fields show that the draft leaves out. */
let lastSpec: Spec = parseSpec(LAB);
export const shownSpec = computed<Spec>(() => {
  lastSpec = parsed.value.spec ?? lastSpec;
  return lastSpec;
});

/** @param value  a spec as a user writes it: without what has a default it is easier to read */
export function loadRecipe(value: unknown): void {
  draft.value = value as Json;
}

/** A copy of a value with another at a path; `undefined` leaves the key out. */
export function withValue(
  value: Json | undefined,
  path: readonly (string | number)[],
  next: Json | undefined,
): Json | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return next;
  if (typeof key === "number") {
    const list = Array.isArray(value) ? [...(value as readonly Json[])] : [];
    list[key] = withValue(list[key], rest, next) as Json;
    return list;
  }
  const object = typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
  const inner = withValue((object as Record<string, Json>)[key], rest, next);
  const { [key]: _, ...others } = object as Record<string, Json>;
  return inner === undefined ? others : { ...object, [key]: inner };
}

export function setValue(path: readonly (string | number)[], next: Json | undefined): void {
  draft.value = withValue(draft.value, path, next) ?? null;
}

/** What is at a path of the draft; undefined where it is left out. */
export function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown> | undefined)?.[key], value);
}

const NUMBER = /^[+-−]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

/** What was typed, as a number if it is one; other text is passed on, for the spec to refuse it. */
export function typedNumber(text: string): number | string {
  const plain = text.trim().replace("−", "-");
  return NUMBER.test(plain) ? Number(plain) : text.trim();
}

export const CELLS = ["lstm", "gru", "rnn"] as const;
export const POOLINGS = ["attention", "last", "final", "mean", "max"] as const;
export type ModelKind = (typeof CELLS)[number] | "cnn";

/** The model as the form has it: one of the two that the lab begins with. */
export interface FormModel {
  readonly kind: ModelKind;
  readonly hiddenSize: number;
  readonly numLayers: number;
  readonly bidirectional: boolean;
  readonly dropout: number;
  readonly pooling: (typeof POOLINGS)[number];
}

const POOLING_LAYERS: Readonly<Record<string, FormModel["pooling"]>> = {
  attention: "attention",
  last: "last",
  finalState: "final",
  globalAvgPool: "mean",
  globalMaxPool: "max",
};
export const FIRST_MODEL: FormModel = {
  ...{ kind: "lstm", hiddenSize: 64, numLayers: 2, bidirectional: true, dropout: 0.3, pooling: "attention" },
};

const sameModel = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** What the form shows of a model; undefined for one that only its text can say. */
export function formModelOf({ model, ...spec }: Pick<Spec, "model" | "data">): FormModel | undefined {
  const [first, second] = model.layers;
  const classes = classesOf(model);
  const canonical = (input: unknown) => checkSpec({ model: input }).spec?.model;
  if (first?.layer === "conv1d") {
    return sameModel(model, canonical(models.cnn({ classes }))) ? { ...FIRST_MODEL, kind: "cnn" } : undefined;
  }
  if (first?.layer !== "lstm" && first?.layer !== "gru" && first?.layer !== "rnn") return undefined;
  const pooling = POOLING_LAYERS[second?.layer ?? ""];
  if (pooling === undefined) return undefined;
  const { hiddenSize, numLayers, bidirectional, dropout } = first;
  const form: FormModel = { kind: first.layer, hiddenSize, numLayers, bidirectional, dropout, pooling };
  void spec;
  return sameModel(model, canonical(modelOfForm(form, classes))) ? form : undefined;
}

/** Features of a model's last layer. */
function classesOf(model: Spec["model"]): number {
  const last = model.layers.at(-1);
  return last !== undefined && "outFeatures" in last ? last.outFeatures : 2;
}

/** The model that the form's values make; values that do not fit are the spec's to refuse. */
export function modelOfForm({ kind, ...form }: FormModel, classes: number): unknown {
  if (kind === "cnn") return models.cnn({ classes });
  const { layers } = models.recurrent({ cell: kind, ...form, classes });
  return { layers: layers.map((layer, index) => (index === 0 ? { ...layer, dropout: form.dropout } : layer)) };
}

export function setModel(form: FormModel): void {
  setValue(["model"], modelOfForm(form, classesOf(shownSpec.value.model)) as Json);
}
