/** What verifying a run found, as plain data that travels between threads and is kept. */

/** A number that is not as recorded. */
export interface FoundDifference {
  readonly path: string;
  readonly recorded: string;
  readonly found: string;
}

/** What was found of a file beside the record; files that are as they should be are not listed. */
export interface FileFinding {
  readonly name: string;
  /** As the package has it (`DrawnFileVerdict`). `otherVersion`: another version of Tidelab wrote it, so that it was not compared. */
  readonly result: "different" | "missing" | "unreadable" | "otherRun" | "unfinished" | "edited" | "otherVersion";
  /** Of a report: the first line that its record would not have. */
  readonly line?: number;
}

export interface FoundVerdict {
  readonly result: "same" | "different" | "stopped";
  /** Epochs that are equal to the bit. */
  readonly epochs: number;
  /** The first one that differs. */
  readonly epoch: number | undefined;
  readonly differences: readonly FoundDifference[];
  readonly files: readonly FileFinding[];
  /** Names of the files that were compared, and are the same or listed in `files`. */
  readonly compared: readonly string[];
}
