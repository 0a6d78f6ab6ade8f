/** How a file of series is read. Names of the controls are in `controls.ts`. */
export const reading = {
  found: (what: string) => `found: ${what}`,
  notFound: "found by itself",
  layoutHint: "Wide: each row is a series. Long: each row is a time step, and a column names the series.",
  layouts: { wide: "wide: a series a row", long: "long: a step a row" },
  delimiterHint: "What separates the cells of a row.",
  delimiterOf: (mark: string) =>
    ({ ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", " ": "blank" })[mark] ?? `${mark}`,
  decimalHint: "Whether 0,5 or 0.5 is one half.",
  decimals: { point: "point", comma: "comma" },
  roleHints: {
    label: "The column that holds the class of each series.",
    id: "The column that names the series.",
    group: "Series of a group, such as a person, stay on one side of the split.",
    time: "The column of times. The model reads steps and no times.",
    channels:
      'Columns of values, separated by commas; a name with a comma in double quotes: "Temp, °C". Empty: all that have no other role.',
    ignore: "Columns that are left out, separated by commas; a name with a comma in double quotes.",
  },
  missingHint: "A model reads only finite values: what replaces those that are missing.",
  skipHint: "Series with a fault are left out, counted and listed; otherwise the first fault ends the reading.",
  more: "More",
  formatHint: "What kind of file it is, where its first bytes and its name mislead.",
  encodingHint: "Of text that is not UTF-8, such as gbk.",
  datesHint: "Which comes first in dates such as 01.02.2024.",
  dateOrders: { dmy: "day, month, year", mdy: "month, day, year" },
  skipRowsHint: "Lines above the table: titles and empty rows.",
  headerHint: "Whether the first row of a CSV names its columns.",
  headers: { yes: "names the columns", no: "is a series already" },
  commentHint: "Text that begins lines without values, such as #.",
  labelFromHint:
    "Where all series of a file are of one class: its own name (walking of walking_07.csv), that of its folder, or that of the folder around this one.",
  groupFromHint:
    "Where all series of a file are of one group, such as a person: its own name (ada of ada_07.csv), that of its folder, or that of the folder around this one. The split keeps a group on one side.",
  notInNames: "not in names",
  nameParts: { file: "file", folder: "folder", grandparent: "grandparent" },
  labelsHint: "Which column has the classes, where no row names the columns.",
  labelPlaces: { first: "first", last: "last", none: "none" },
  axesHint: "Order of the axes of a NumPy array: series, time steps, channels.",
  axesOrders: { NTC: "series, steps, channels", NCT: "series, channels, steps" },
  paddingHint: "Whether missing values at the end of a series fill it up to the longest and are cut off.",
  paddings: { trim: "cut off", keep: "missing like others" },
  missingValueHint: "What replaces missing values.",
  classesHint:
    "Names of the classes, separated by commas, one with a comma in double quotes: their order is that of the outputs. Empty: sorted.",
  resampleHint: "Time between two steps that all series are brought to, such as 20ms or 50Hz. Needs a column of times.",
  longestGapHint: "Time between two steps of the file that may be interpolated over, such as 1s.",
};
export type ReadingTexts = typeof reading;
