/** What experiments show, in its own chunk: the rules and texts of the report are loaded with the first experiment. */
export { sweepConclusions } from "tidelab/compare";
export { groupRuns, sweepResult } from "tidelab/sweep";
