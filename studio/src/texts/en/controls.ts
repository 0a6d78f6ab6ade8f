/**
 * Names of the controls that say how a file is read: they label the controls, and replace, in errors, the command line's flags.
 */
export const controls = {
  format: "Format",
  encoding: "Encoding",
  layout: "Layout",
  delimiter: "Delimiter",
  decimal: "Decimal mark",
  label: "Class",
  id: "Series",
  group: "Group",
  time: "Time",
  channels: "Channels",
  ignore: "Left out",
  missing: "Missing values",
  onError: "Leave out what cannot be read",
  dates: "Dates",
  skipRows: "Rows to skip",
  resample: "Resample to",
  longestGap: "Longest gap",
  anyLength: "Any length",
  windows: "Windows",
  header: "First row",
  comment: "Lines to skip begin with",
  labelFrom: "Class by name",
  groupFrom: "Group by name",
  labels: "Class column without names",
  axes: "Axes of arrays",
  padding: "Missing values at the end",
  missingValue: "Value instead",
  classes: "Classes, in order",
  folder: "Choose a folder",
  /** A value that a control takes. */
  withValue: (name: string, value: string) => `“${name}” ${value}`,
  alone: (name: string) => `“${name}”`,
};
export type ControlTexts = typeof controls;
