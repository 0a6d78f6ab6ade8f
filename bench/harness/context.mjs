/**
 * What a job is handed.
 * @typedef {object} Context
 * @property {boolean} quick  fewer rounds and smaller ranges
 * @property {Awaited<ReturnType<typeof import("./peers.mjs").findPeers>>} peers
 * @property {{ fused: number, portable: number }} peak  GFLOP/s of one core, measured at the start of this run
 * @property {number} cores
 * @property {string} folder  of files for this run only
 */

/**
 * @typedef {object} Job
 * @property {string} about  for the help
 * @property {(context: Context) => Promise<import("../report/markdown.mjs").Section>} run
 */
export {};
