/** Adds the texts of errors of files and commands. Imported for its effect by every module that throws one. */
import { addErrorMessages } from "./errors.ts";
import { fileErrors } from "./files.en.ts";

addErrorMessages(fileErrors);
