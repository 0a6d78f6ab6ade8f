/** What is worth saying about new series that were read, beside what their reader says. Texts are `inference/messages/notices.*.ts`. */
import type { ClassNotice, ReaderNotice, SamplingNotice } from "../../data/readers/notices.ts";

/** What a table may be, beside what the run was trained on; found by `doubts.ts`. */
export type TableDoubt =
  /** Both rows and columns are as many as a series of training has steps. */
  | { kind: "turnedRound"; rows: number; columns: number; isRougherAlongRows: boolean }
  /** An outer column of whole numbers among measured values, that was read as a time step. */
  | { kind: "wholeColumn"; place: "first" | "last" }
  /** Largest magnitudes of the table and of training are far apart. */
  | { kind: "otherScale"; largest: number; trained: number }
  /** The root mean squares of a channel of a table and of training are far apart. */
  | { kind: "otherSize"; channel: string; size: number; trained: number }
  /** The mean of a channel is many deviations of training away from that of training. */
  | { kind: "otherMean"; channel: string; mean: number; trained: number; deviation: number };

/** What the file does not say about the columns that the run was trained on. */
export type MatchNotice =
  /** The file has no names of its channels, which the training files had. */
  { kind: "unnamedChannels"; path: string; names: string };

export type TableNotice = ReaderNotice | ClassNotice | SamplingNotice | TableDoubt | MatchNotice;
