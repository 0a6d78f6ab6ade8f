/** Adds the texts of errors of lists of runs and of sweeps. Imported for its effect by `tidelab/compare` and `tidelab/sweep`. */
import { platform, setPlatform } from "../platform.ts";
import { experimentErrors } from "./experiments.en.ts";

setPlatform({ errorTexts: { ...platform.errorTexts, ...experimentErrors } });
