/** The hash by which two runs are compared: equal hashes, equal weights to the bit. */
import { littleEndian } from "../bytes/little-endian.ts";
import { sha256Hex } from "../bytes/sha256.ts";
import type { Model } from "./model.ts";

/**
 * SHA-256 of all parameters, then running statistics, as little-endian float32. @returns 64 hex digits
 * @example
 * ```ts
 * import { compile, weightsSha256 } from "tidelab";
 *
 * const model = compile({ layers: [{ layer: "lstm", hiddenSize: 4 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] }, { length: 5, classes: 2, seed: 7 });
 * console.log(weightsSha256(model).length); // 64
 * ```
 */
export function weightsSha256(model: Pick<Model, "parameters" | "states">): string {
  return sha256Hex(littleEndian(model.parameters), littleEndian(model.states));
}
