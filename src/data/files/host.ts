/**
 * What a host must be able to do with the names of files in a spec: find the files, and find those again that a record names. Node
 * looks in folders (`node/series-files.ts`), a page among the files that it was given (`given-files.ts`).
 */
import type { DataFile } from "../kinds/kind.ts";
import type { ByteSource } from "../readers/input/source.ts";

export interface FileHost {
  /**
   * Files with a path or a pattern with `*`, in the order of their names.
   * @throws TidelabError `file.…` or `data.noFile` where there is none
   */
  find(pattern: string): Promise<readonly ByteSource[]>;
  /**
   * The file that a record names, by its hash.
   * @throws TidelabError `data.fileGone` where it is not found, `data.fileChanged` where only another one is in its place
   */
  findRecorded(file: DataFile): Promise<ByteSource>;
}
