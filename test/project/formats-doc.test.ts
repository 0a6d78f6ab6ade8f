/** `docs/files.md` has every format of series files. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { FILE_FORMATS } from "../../src/spec/files.ts";

const text = readFileSync(fileURLToPath(new URL("../../docs/files.md", import.meta.url)), "utf8");

it.each(FILE_FORMATS)("%s has its row in docs/files.md", (format) => {
  expect(text).toMatch(new RegExp(`^\\| \`${format}\` \\|`, "m"));
});
