/** Sources under test meet errors of files without an entry of the package: their texts are handed in here, as entries do. */
import "../src/errors/file-errors.ts";
