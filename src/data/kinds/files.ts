/** The kind `files`: series that the host reads from files. How they are read is `data/files/`, which only hosts with files import. */
import { TidelabError } from "../../errors/errors.ts";
import type { FilesSpec } from "../../spec/files.ts";
import type { DataKind } from "./kind.ts";

export const filesKind: DataKind<FilesSpec> = {
  // The files say.
  estimate: () => undefined,

  async load(options, _random, { files, ...context }) {
    if (files === undefined) throw new TidelabError("data.noFiles", undefined, "data");
    return files.read(options, context);
  },

  hasScale: () => false,
};
