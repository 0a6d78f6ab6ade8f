/** The files of a run that has ended, as the command line has them in its folder: what is kept, copied, given and taken back. */

/** In the order in which they are written; `run.json` says that the others are there. */
export const RUN_FILES = ["model.safetensors", "gradients.json", "snapshots.safetensors", "run.json"] as const;

/** Whether every run has it: gradients are recorded, and snapshots kept, of some only. */
export function isInEveryRun(name: (typeof RUN_FILES)[number]): boolean {
  return name === "model.safetensors" || name === "run.json";
}

/**
 * What the command line says about a run and its record does not say: the run that it was forked from, and what the fork changed. It stays with the
 * run as it is.
 */
export const ABOUT = "about.json";

const MOST_BYTES = 1_000_000;

/** Whether a file is what it is called: one that is not would be set aside by the command line as damaged, and is left out. */
export function isAbout(bytes: Uint8Array): boolean {
  if (bytes.length > MOST_BYTES) return false;
  try {
    const { parent } = JSON.parse(new TextDecoder().decode(bytes)) as { parent?: unknown };
    return parent === null || typeof parent === "string";
  } catch {
    return false;
  }
}
