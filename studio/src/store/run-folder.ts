/** The files of a run that has ended, as the command line has them in its folder: what is kept, copied, given and taken back. */

/** In the order in which they are written; `run.json` says that the others are there. */
export const RUN_FILES = ["model.safetensors", "gradients.json", "snapshots.safetensors", "run.json"] as const;

/** Whether every run has it: gradients are recorded, and snapshots kept, of some only. */
export function isInEveryRun(name: (typeof RUN_FILES)[number]): boolean {
  return name === "model.safetensors" || name === "run.json";
}
