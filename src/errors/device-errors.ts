/** Adds the texts of errors of GPUs. Imported for its effect by the entry `tidelab/webgpu`. */
import { platform, setPlatform } from "../platform.ts";
import { deviceErrors } from "./devices.en.ts";

setPlatform({ errorTexts: { ...platform.errorTexts, ...deviceErrors } });
