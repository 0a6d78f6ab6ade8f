/** A figure with its names: what is written to a file and shown in a report. */
export interface Figure {
  /** Of its file, without the ending. */
  readonly name: string;
  /** As its caption has it. */
  readonly title: string;
  readonly svg: string;
}
