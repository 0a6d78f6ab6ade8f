/** Which classifier without gradients `--model` names, and the flags of training that then have nothing to act on. */
import { METHODS, type MethodName } from "../classical/settings.ts";
import { METHOD_TITLES } from "../classical/titles.ts";
import { TidelabError } from "../errors/errors.ts";
import type { TrainFlags } from "./data-flags.ts";

/** What is left of a name that is written in one of several ways: `1-NN DTW`, `MiniRocket`, `mini_rocket`. */
const plain = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

const ALIASES: Readonly<Record<string, MethodName>> = { "1nndtw": "dtw", hydramultirocket: "multi-rocket-hydra" };

/** The method of that name; undefined for a name of anything else. */
export function methodNamed(name: string): MethodName | undefined {
  return METHODS.find((method) => plain(method) === plain(name)) ?? ALIASES[plain(name)];
}

/** Flags of a training by gradients, and of series to validate on. */
const WITHOUT_EFFECT = ["epochs", "batch", "lr", "patience", "cycles", "numerics", "device", "val"] as const;

/** @throws TidelabError `classical.flag` for the first flag that would do nothing */
export function checkClassicalFlags(flags: TrainFlags, method: MethodName): void {
  const given = WITHOUT_EFFECT.find((key) => flags[key] !== undefined);
  if (given !== undefined) throw new TidelabError("classical.flag", { method: METHOD_TITLES[method] }, `--${given}`);
}
