/**
 * What a measurement of the studio is handed, and what it returns.
 * @typedef {{ url: string, quick: boolean }} Context
 * @typedef {{ title: string, body: readonly string[], verdicts: readonly import("./targets.mjs").Verdict[] }} Section
 * @typedef {{ about: string, run: (context: Context) => Promise<Section> }} Job
 */
export {};
