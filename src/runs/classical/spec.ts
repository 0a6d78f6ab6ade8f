/**
 * The spec of a run of a classifier without gradients: data, split and transforms as in any spec, and a method with its settings in place
 * of model and training. Fits nothing: see `fit.ts`.
 */
import * as v from "valibot";
import { type ClassifierSettings, type ResolvedSettings, resolveSettings } from "../../classical/settings.ts";
import { joinErrors, TidelabError } from "../../errors/errors.ts";
import { dataSchema } from "../../spec/data.ts";
import { parseAll } from "../../spec/parse.ts";
import { splitSchema, transformsSchema } from "../../spec/spec.ts";
import { object, record, runName, seed } from "../../spec/values.ts";

export const classicalSpecSchema = object({
  $schema: v.optional(v.string()),
  name: v.optional(runName, "run"),
  seed: v.optional(seed, 7),
  data: v.optional(dataSchema, { kind: "waves" }),
  /** No series are held back for validation: nothing is chosen by them. */
  split: v.optional(splitSchema, { val: "train" }),
  transforms: v.optional(transformsSchema, []),
  /** The method and its settings; the seed is that of the run. */
  classifier: record(),
});

type WithoutSeed<Settings> = Settings extends unknown ? Omit<Settings, "seed"> : never;

/** A run of a classifier without gradients, with all defaults filled in. */
export type ClassicalSpec = Omit<v.InferOutput<typeof classicalSpecSchema>, "classifier"> & {
  readonly classifier: WithoutSeed<ResolvedSettings>;
};
/** The same as a user writes it. */
export type ClassicalSpecInput = v.InferInput<typeof classicalSpecSchema>;

/** Whether a document says to be such a spec, right or wrong. */
export function isClassicalSpec(value: unknown): boolean {
  return typeof value === "object" && value !== null && "classifier" in value && !("model" in value);
}

/**
 * Checks the spec of a classifier without gradients and fills in all defaults.
 * @throws TidelabError `spec.…` with everything that does not fit; `classical.method`, `classical.setting`; `classical.validation` for series
 *   that would be held back, which nothing would use
 * @example
 * ```ts
 * import { parseClassicalSpec } from "tidelab/node";
 *
 * const spec = parseClassicalSpec({ data: { kind: "waves", samples: 40 }, classifier: { method: "hydra" } });
 * console.log(spec.split.val, JSON.stringify(spec.classifier)); // train {"method":"hydra","kernels":8,"groups":64}
 * ```
 */
export function parseClassicalSpec(value: unknown): ClassicalSpec {
  const { output, errors } = parseAll(classicalSpecSchema, withoutValidation(value));
  if (errors) throw joinErrors(errors as [TidelabError, ...TidelabError[]]); // a refusal has a reason
  const { split, data, classifier } = output;
  if (split.val !== "train") {
    throw new TidelabError("classical.validation", { received: String(split.val) }, "split.val");
  }
  if (data.kind === "files" && data.val !== undefined) {
    throw new TidelabError("classical.validation", { received: String(data.val) }, "data.val");
  }
  if ("seed" in classifier) {
    throw new TidelabError(
      "spec.unknownKey",
      { key: "seed", nearest: undefined, known: "seed of the run" },
      "classifier.seed",
    );
  }
  const { seed: _, ...settings } = {
    seed: 0,
    ...resolveSettings(classifier as unknown as ClassifierSettings, "classifier"),
  };
  return { ...output, classifier: settings as ClassicalSpec["classifier"] };
}

/** A split that leaves `val` out means that nothing is held back, whatever its kind. */
function withoutValidation(value: unknown): unknown {
  const split = (value as { split?: unknown } | null | undefined)?.split;
  if (typeof split !== "object" || split === null || Array.isArray(split) || "val" in split) return value;
  return { ...(value as object), split: { ...split, val: "train" } };
}

/** What the method is fitted with: its settings and, where it draws anything, the run's seed. */
export function settingsOf({ classifier, seed }: ClassicalSpec): ClassifierSettings {
  const settings = classifier as ClassifierSettings;
  return "seed" in resolveSettings({ method: settings.method } as ClassifierSettings)
    ? ({ ...settings, seed } as ClassifierSettings)
    : settings;
}
