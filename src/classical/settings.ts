/** The settings of each method: what may be set, what holds when it is not, and the errors of what may not be. */
import { TidelabError } from "../errors/errors.ts";
import { show } from "../errors/show.ts";
import { nearest } from "../spec/nearest.ts";
import { KERNELS } from "./rocket-plan.ts";

/** Settings of MiniRocket. */
export interface MiniRocketSettings {
  readonly method: "mini-rocket";
  /** Features, rounded down to a multiple of 84. 10000 unless given. */
  readonly features?: number;
  /** Dilations of a kernel at most. 32 unless given. */
  readonly maxDilations?: number;
  /** 0 unless given. */
  readonly seed?: number;
}

/** Settings of MultiRocket. */
export interface MultiRocketSettings {
  readonly method: "multi-rocket";
  /** Convolutions with a bias, rounded down to a multiple of 84, each of which gives eight features. 6250 unless given. */
  readonly kernels?: number;
  readonly maxDilations?: number;
  readonly seed?: number;
}

/** Settings of Hydra. */
export interface HydraSettings {
  readonly method: "hydra";
  /** Kernels of a group. 8 unless given. */
  readonly kernels?: number;
  /** Groups of each dilation, an even number. 64 unless given. */
  readonly groups?: number;
  readonly seed?: number;
}

/** The features of MultiRocket and of Hydra together. */
export interface MultiRocketHydraSettings {
  readonly method: "multi-rocket-hydra";
  readonly seed?: number;
}

/** Settings of the nearest neighbour. */
export interface NearestNeighbourSettings {
  readonly method: "dtw";
  /** Share of the series' length that an alignment may leave the diagonal by, 0 … 1, or found on the training series. 1 unless given. */
  readonly window?: number | "leave-one-out";
}

/** A classical method with its settings. */
export type ClassifierSettings =
  | MiniRocketSettings
  | MultiRocketSettings
  | HydraSettings
  | MultiRocketHydraSettings
  | NearestNeighbourSettings;

/** The name of a classical method. */
export type MethodName = ClassifierSettings["method"];

/** What holds for a setting: its value when it is not given, and what it may be. */
interface Setting {
  readonly usual: number | string;
  /** In words, for errors. */
  readonly expected: string;
  accepts(value: unknown): boolean;
}

const wholeNumber = (usual: number, least: number, most: number): Setting => ({
  usual,
  expected: `${least} … ${most}`,
  accepts: (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most,
});
const seed = wholeNumber(0, 0, 2 ** 32 - 1);
const maxDilations = wholeNumber(32, 1, 1000);

const evenGroups = wholeNumber(64, 2, 4096);

const SETTINGS: Readonly<Record<MethodName, Readonly<Record<string, Setting>>>> = {
  "mini-rocket": { features: wholeNumber(10_000, KERNELS, 1_000_000), maxDilations, seed },
  "multi-rocket": { kernels: wholeNumber(6250, KERNELS, 100_000), maxDilations, seed },
  hydra: {
    kernels: wholeNumber(8, 2, 256),
    groups: {
      ...evenGroups,
      expected: "2, 4, 6 … 4096",
      accepts: (value) => evenGroups.accepts(value) && Number(value) % 2 === 0,
    },
    seed,
  },
  "multi-rocket-hydra": { seed },
  dtw: {
    window: {
      usual: 1,
      expected: '0 … 1, "leave-one-out"',
      accepts: (value) => value === "leave-one-out" || (typeof value === "number" && value >= 0 && value <= 1),
    },
  },
};

/** Names of all methods, as `fitClassifier` takes them. */
export const METHODS: readonly MethodName[] = Object.keys(SETTINGS) as MethodName[];

/** Every setting of a method with its value. */
export type ResolvedSettings<Method extends MethodName = MethodName> = Required<
  Extract<ClassifierSettings, { method: Method }>
>;

/**
 * Settings with those filled in that were left out.
 * @param path  where they are, for errors
 * @throws TidelabError `classical.method`, `spec.unknownKey`, `classical.setting`
 * @example
 * ```ts
 * import { resolveSettings } from "tidelab/classical";
 *
 * console.log(resolveSettings({ method: "dtw" })); // { method: 'dtw', window: 1 }
 * ```
 */
export function resolveSettings(settings: ClassifierSettings, path = ""): ResolvedSettings {
  const within = (key: string) => (path === "" ? key : `${path}.${key}`);
  const { method, ...given } = (settings ?? {}) as { method: MethodName };
  const known = Object.hasOwn(SETTINGS, method ?? "") ? SETTINGS[method] : undefined;
  if (known === undefined) {
    const close = typeof method === "string" ? nearest(method, METHODS) : undefined;
    throw new TidelabError(
      "classical.method",
      { known: METHODS.join(", "), received: show(method), nearest: close },
      within("method"),
    );
  }
  for (const key of Object.keys(given)) {
    if (Object.hasOwn(known, key)) continue;
    const names = Object.keys(known);
    throw new TidelabError(
      "spec.unknownKey",
      { key, nearest: nearest(key, names), known: names.join(", ") },
      within(key),
    );
  }
  const values = Object.entries(known).map(([key, { usual, expected, accepts }]) => {
    const value = (given as Record<string, unknown>)[key] ?? usual;
    if (!accepts(value))
      throw new TidelabError("classical.setting", { expected, received: show(value), usual }, within(key));
    return [key, value];
  });
  return { method, ...Object.fromEntries(values) } as ResolvedSettings;
}
