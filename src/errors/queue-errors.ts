/** Adds the texts of errors of the queue. Imported for its effect by what speaks to one: nothing else can meet them. */
import { platform, setPlatform } from "../platform.ts";
import { queueErrors } from "./queue.en.ts";

setPlatform({ errorTexts: { ...platform.errorTexts, ...queueErrors } });
