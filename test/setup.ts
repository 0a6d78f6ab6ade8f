/**
 * What every file of tests begins with. Sources under test meet errors of files and devices without an entry of the package: their texts
 * are handed in here, as entries do. Commands run in a folder of the file's own.
 */
import "../src/errors/device-errors.ts";
import "../src/errors/file-errors.ts";
import { renewScratch } from "./cli/command.ts";
import "./equal-bytes.ts";
import "./equal-patterns.ts";

renewScratch();
