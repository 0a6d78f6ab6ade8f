/** Adds the texts of errors of assignments and submissions. Imported for its effect by what reads them. */
import { platform, setPlatform } from "../platform.ts";
import { teachingErrors } from "./teaching.en.ts";

setPlatform({ errorTexts: { ...platform.errorTexts, ...teachingErrors } });
