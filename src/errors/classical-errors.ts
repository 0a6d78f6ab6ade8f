/** Adds the texts of errors of the classifiers without gradients. Imported for its effect by `tidelab/classical`. */
import { platform, setPlatform } from "../platform.ts";
import { classicalErrors } from "./classical.en.ts";

setPlatform({ errorTexts: { ...platform.errorTexts, ...classicalErrors } });
