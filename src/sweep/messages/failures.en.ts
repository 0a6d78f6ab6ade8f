/** English texts of runs without a result: why there is none. Stored as the `message` of a failure. */

/** How the process of a run ended, and the line of its output that says why. */
export interface ProcessExit {
  readonly code: number | null;
  readonly signal: string | null;
  readonly said: string;
}

export const failureTexts = {
  diverged: (p: { epoch: number; step: number }) => `training diverged in epoch ${p.epoch}, step ${p.step}`,
  pruned: (p: { epoch: number }) => `pruned after epoch ${p.epoch}`,
  stopped: (p: { epoch: number }) => `stopped after epoch ${p.epoch}`,
  exited: (p: ProcessExit) =>
    (p.signal === null
      ? `the process of the run exited with code ${p.code}`
      : `the process of the run was ended by ${p.signal}`) +
    (p.signal === "SIGKILL" ? " (was there enough memory?)" : "") +
    (p.said === "" ? "" : `: ${p.said}`),
};
