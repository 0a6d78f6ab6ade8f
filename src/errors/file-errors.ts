/** Adds the texts of errors of files and commands. Imported for its effect by the entries of subpaths that can meet one. */
import { platform, setPlatform } from "../platform.ts";
import { fileErrors } from "./files.en.ts";

setPlatform({ errorTexts: { ...platform.errorTexts, ...fileErrors } });
