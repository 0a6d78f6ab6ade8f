/** Names of the methods as papers write them. */
import type { MethodName } from "./settings.ts";

export const METHOD_TITLES: Readonly<Record<MethodName, string>> = {
  "mini-rocket": "MiniRocket",
  "multi-rocket": "MultiRocket",
  hydra: "Hydra",
  "multi-rocket-hydra": "MultiRocket-Hydra",
  dtw: "1-NN DTW",
};
