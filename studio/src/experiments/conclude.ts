/** What experiments show, in its own chunk: the rules and texts of the report are loaded with the first experiment. */
import { sweepConclusions } from "tidelab/compare";
import { groupRuns, sweepResult } from "tidelab/sweep";

export const rules = { sweepConclusions, groupRuns, sweepResult };
