/** What must be the same on all hosts of a queue for a run to have the same bits on any of them. Node only. */
import { sha256Hex } from "../../bytes/sha256.ts";
import type { Numerics } from "../../engine/device.ts";
import { kernelBinaries, resolveNumerics } from "../../engine/devices.ts";
import { VERSION } from "../../version.ts";

export interface Build {
  readonly version: string;
  /** Hash of the kernels, 16 digits. */
  readonly kernels: string;
  /** The best that the host can run: `fused` hosts run `portable` too. */
  readonly numerics: Numerics;
}

/** The build of this process. */
export async function thisBuild(): Promise<Build> {
  const { portable } = await kernelBinaries();
  return { version: VERSION, kernels: sha256Hex(portable).slice(0, 16), numerics: await resolveNumerics() };
}

/** Whether runs of the same spec and numerics have the same bits with both. */
export function isSameBuild(a: Build, b: Build): boolean {
  return a.version === b.version && a.kernels === b.kernels;
}

export function showBuild({ version, kernels, numerics }: Build): string {
  return `${version}, kernels ${kernels}, ${numerics}`;
}
