/** Sources under test meet errors of files and devices without an entry of the package: their texts are handed in here, as entries do. */
import "../src/errors/device-errors.ts";
import "../src/errors/file-errors.ts";
import "./equal-bytes.ts";
import "./equal-patterns.ts";
