/** English errors of tables that are read, and of `predict`, which reads them. See `en.ts` for all errors. */

import { type ColumnUse, type NamePart, optionFlags, useFlags } from "./column-flags.ts";
import { flagValue, nameListOf } from "./flag-value.ts";
import { megabytes } from "./units.ts";

/** An option of reading as its flag, where it has one, and as a spec has it. */
function optionNamed(option: string): string {
  const flag = optionFlags[option];
  return flag === undefined ? `the reading option ${option}` : `${flag} (${option} in data.reading)`;
}

const NAMES: Readonly<Record<NamePart, string>> = {
  file: "name of the file",
  folder: "name of its folder",
  grandparent: "name of the folder around its folder",
};
const IN_FOLDERS = { folder: "a folder", grandparent: "two folders, the outer one of them" };

export const tableErrors = {
  // Files that are no text
  "file.format": (p: { format: FileFormat; kind: "csv" | "json" | "series" }) =>
    `expected ${{ csv: "a CSV table as text", json: "JSON as text", series: "a file of time series" }[p.kind]}, received ${fileFormats[p.format][0]} (judged by its first bytes). ${p.kind === "json" ? "Check the path." : fileFormats[p.format][1]}`,
  "file.encoding": (p: { byte: string; encoding: string }) =>
    `expected text in ${p.encoding}, received a byte that is not (0x${p.byte}); names would be garbled. Give the encoding that the file has (--encoding gbk; encoding in reading options), or save it as UTF-8 (Excel: "CSV UTF-8"; or iconv -f GBK -t UTF-8).`,

  // Any format
  "reader.format": (p: { received: string; known: string }) =>
    `expected one of the formats ${p.known}, received ${p.received}. Leave it out to find the format from the file.`,
  "reader.option": (p: { option: string; format: string; known: string }) =>
    `expected options that files of the format ${p.format} have a use for, received ${optionNamed(p.option)}, which is for ${p.known}. Leave it out, or give the format that the file has.`,
  "reader.encoding": (p: { received: string }) =>
    `expected an encoding such as utf-8, utf-16le or gbk, received ${p.received}. Leave it out for UTF-8 and UTF-16.`,
  "reader.lineTooLong": (p: { most: number }) =>
    `expected lines of at most ${p.most} characters, received a longer one. Check the line ends.`,
  "reader.steps": (p: { expected: number; received: number; cause: "declared" | "channel" | "first" }) =>
    `expected ${p.expected} time steps${stepCauses[p.cause]}, received ${p.received}. Correct the series, or leave it out.`,
  "reader.channels": (p: { expected: number; received: number; cause: "declared" | "first" }) =>
    `expected ${p.expected} ${p.expected === 1 ? "channel" : "channels"}${p.cause === "declared" ? ", as the head of the file says" : " as in the first series"}, received ${p.received}. Correct the series, or leave it out.`,
  "reader.label": (p: { received: string; known: readonly string[]; nearest: string | undefined }) =>
    `expected one of the classes that the head of the file lists (${p.known.join(", ")}), received ${p.received === "" ? "no class" : p.received}. ${p.nearest === undefined ? "Correct the class, or add it to the head." : `Did you mean ${p.nearest}?`}`,
  "reader.time": (p: { received: string }) =>
    `expected a number or a date like 2024-05-01T12:00:00 as a time, received ${p.received === "" ? "nothing" : p.received}. Correct it.`,
  "reader.timeKind": (p: { expected: "date" | "number"; received: string }) =>
    `expected a ${p.expected} as a time, as the times before are, received ${p.received}. Give all series times of one kind.`,
  "reader.timeOrder": (p: { series: string; previous: string; received: string }) =>
    `expected times that grow from step to step of series ${p.series}, received ${p.received} after ${p.previous}. Sort the steps by time, or separate the series.`,
  "reader.otherTimes": (p: { expected: string; received: string }) =>
    `expected the same times in all channels of a series, received ${p.received} where the first channel has ${p.expected}. Resample the channels to the same times.`,
  "reader.noColumn": (p: { name: string; known: string; nearest: string | undefined }) =>
    `expected a column ${p.name}, received only ${p.known}. ${p.nearest === undefined ? "Correct the name." : `Did you mean ${p.nearest}?`}`,
  "reader.twoRoles": (p: { name: string; first: ColumnUse; second: ColumnUse }) =>
    p.first === p.second
      ? `expected each column once, received ${p.name} twice in ${useFlags[p.first]}. Leave one of the two out.`
      : `expected each column to be one thing, received ${p.name} for ${useFlags[p.first]} and for ${useFlags[p.second]}. Leave one of the two out, or name another column.`,
  "reader.noValues": () => "expected at least one value in a series, received none. Leave the series out.",
  "reader.layout": (p: { names: string }) =>
    `expected columns that show whether a row is a series or a time step, received ${p.names}. Say it: --layout long with --id <column>, or --layout wide (layout and columns in reading options).`,
  "reader.list": (p: { received: string }) =>
    `expected a list of values, received ${p.received === "" ? "nothing" : p.received}. Correct the row, or leave it out.`,
  "reader.noColumns": (p: { names: string }) =>
    `expected at least one column of values, received ${p.names}. Name them: --channels a,b (columns.channels in reading options).`,
  "reader.inexactName": (p: { received: string }) =>
    `expected a name or a whole number up to 2^53, received ${p.received}: larger ones become equal to others. Write it as text, in quotes (NumPy: y.astype(str)).`,
  "reader.oneStep": (p: { time: string | undefined; series: string; count: number }) =>
    `expected several time steps a series, received ${p.count} series of one, since ${p.time === undefined ? `${p.series} was read as the name of a series that has a row for each of its steps` : `${p.time} was read as the time of a step`}. Where each row is a series, give --layout wide; where it is a step, give --layout long, and name the column of the series if it is another one: --id <column>.`,
  "reader.oneStepLeft": (p: { resample: string }) =>
    `expected several time steps a series, received ${p.resample} between steps, which is longer than every series and leaves one step of each. Give a shorter time: --resample (resample in reading options).`,
  "reader.textColumn": (p: { column: string; received: string }) =>
    `expected numbers in the column ${p.column}, received the text ${p.received}. Say what it is: the class (--label ${flagValue(p.column)}), the name of the series (--id ${flagValue(p.column)}) or a group (--group ${flagValue(p.column)}); if it is none of these, leave it out: --ignore-columns ${flagValue(nameListOf([p.column]))} (columns in reading options).`,
  "reader.nested": (p: { isNested: boolean }) =>
    `expected ${p.isNested ? "lists in a list" : "a list of numbers"} as in the first series, received ${p.isNested ? "a list of numbers" : "lists in a list"}. Correct the series, or leave it out.`,
  "reader.precision": (p: { name: string | undefined; channel: number }) =>
    `expected values that float32 can tell apart, received numbers so large and so near to each other ${p.name === undefined ? `in channel ${p.channel}` : `in the column ${p.name}`} that many become one, as milliseconds since 1970 do. ${p.name === undefined ? "Subtract the smallest of them, or leave them out." : `If they are times, give --time ${p.name}; if names, --id or --group ${p.name}; or name the columns of the values with --channels. Of measured values, subtract the smallest.`}`,
  "reader.noName": (p: { column: string }) => `expected text in the column ${p.column}, received none. Fill it in.`,
  "reader.labelCount": (p: { expected: number; received: number }) =>
    `expected ${p.expected} labels, one a series, received ${p.received}. Give the file that belongs to the series.`,
  "reader.twoLabels": (p: { label: string }) =>
    `expected series without labels, received some that have them (the first: ${p.label}). Leave the file of labels out, or give labels none.`,
  "reader.ownLabels": (p: { label: string; from: NamePart }) =>
    `expected series without classes, since the ${NAMES[p.from]} was to say the class, received some that have them (the first: ${p.label}). Leave --label-from (labelFrom in reading options) out, or the column of the classes: --ignore-columns <column>.`,
  "reader.ownGroups": (p: { group: string; from: NamePart }) =>
    `expected series without groups, since the ${NAMES[p.from]} was to say the group, received some that have them (the first: ${p.group}). Leave --group-from (groupFrom in reading options) out, or the column of the groups: --ignore-columns <column>.`,
  "reader.sameName": (p: { from: NamePart }) =>
    `expected the class and the group in two parts of a file's path, received both from the ${NAMES[p.from]}: each class would be a group, and none could be both trained and tested on. Take one of them from another part: file, folder or grandparent (--label-from, --group-from).`,
  "reader.nameLabel": (p: { from: NamePart; received: string }) =>
    p.from === "file"
      ? `expected a file's name that begins with its class, such as walking_07.csv, received ${p.received}. Rename it; or put files of one class into a folder of that name: --label-from folder (labelFrom in reading options).`
      : `expected a file in ${IN_FOLDERS[p.from]} with the name of its class, such as walking/${p.from === "folder" ? "" : "ada/"}07.csv, received ${p.received}. Give the folders too: --data 'recordings/${p.from === "folder" ? "" : "*/"}*/*.csv'; or have the class in the file's own name: --label-from file (labelFrom in reading options).`,
  "reader.nameGroup": (p: { from: NamePart; received: string }) =>
    p.from === "file"
      ? `expected a file's name that begins with its group, such as ada_07.csv, received ${p.received}. Rename it; or put files of one group into a folder of that name: --group-from folder (groupFrom in reading options).`
      : `expected a file in ${IN_FOLDERS[p.from]} with the name of its group, such as ada/${p.from === "folder" ? "" : "walking/"}07.csv, received ${p.received}. Give the folders too: --data 'recordings/${p.from === "folder" ? "" : "*/"}*/*.csv'; or have the group in the file's own name: --group-from file (groupFrom in reading options).`,
  "reader.noLabel": () => "expected a class, received none. Add it.",
  "reader.targets": () =>
    "expected classes, received numbers to predict (a regression problem). Tidelab classifies; to read the series without them, give the reading option labels: none.",
  "reader.gzip": (_p: Record<string, never>) =>
    "expected a whole gzip file, received one that is damaged or cut off. Fetch it again.",
  "reader.missing": (p: { count: number; series: number; total: number }) =>
    `expected a value at every time step, received ${p.count} missing ${p.count === 1 ? "value" : "values"} in ${p.series} of ${p.total} series; the first is here. Correct the file, or choose what to do: --missing linear, previous or mask (readSeries: missing: "keep" gives NaN).`,
  "reader.allSkipped": (p: { count: number }) =>
    `expected at least one series that can be read, received ${p.count} that cannot; the first fault is here. Correct it, or read without --on-error skip (onError in reading options) to see what it is.`,
  "reader.duration": (p: { received: string; isStep: boolean }) =>
    `expected a time such as 20ms, 0.5s, 1min${p.isStep ? " or 50Hz" : ""}, or a number in the unit of the column of times, received ${p.received}. Write ${p.isStep ? "resample (--resample)" : "longestGap (--longest-gap)"} like that.`,
  "reader.durationUnit": (p: { received: string; isDate: boolean }) =>
    p.isDate
      ? `expected a time with a unit, since the times of the file are dates, received ${p.received} without one. Write 20ms, 0.5s, 1min or 50Hz. New series for a trained run need times of the kind that its training files have.`
      : `expected a number without a unit, since the times of the file are numbers and do not say theirs, received ${p.received} with one. Write it in the unit of the column: 20 for 20 ms in a column of milliseconds. New series for a trained run need times of the kind that its training files have.`,
  "reader.gapAlone": () =>
    "expected a time to resample to beside the longest gap, received none. Give --resample <time> (resample in reading options), or leave the gap out.",
  "reader.noTimes": () =>
    "expected times of the steps to resample by, received none. Name their column (--time <column>, in a table with a time step a row), or leave --resample out.",
  "reader.gap": (p: { series: string; from: string; to: string; longest: string; given: boolean }) =>
    `expected no two steps of series ${p.series} further apart than ${p.longest}${p.given ? "" : ", five of the steps to resample to"}, received ${p.from} and ${p.to}, counted from its first. Allow it with --longest-gap <time> (longestGap in reading options), cut the series in two, or leave such series out: --on-error skip.`,
  "reader.resampledSteps": (p: { step: string; steps: number; most: number }) =>
    `expected at most ${p.most} steps a series after resampling to ${p.step}, received ${p.steps}. Choose a longer step.`,
  "reader.dateOrder": (p: { received: string }) =>
    `expected a date that can be read in one way, such as 2024-02-01, received ${p.received}, whose day or month may come first. Say which: --dates dmy or --dates mdy (dates in reading options).`,
  "reader.noNames": (p: { format: string }) =>
    `expected a format whose columns have names or numbers, received ${p.format}, in which there is nothing to ignore. Leave --ignore-columns out.`,
  "reader.empty": () => "expected at least one series, received none. Is it the right file?",
  "reader.columns": (p: { expected: number; received: number }) =>
    `expected ${p.expected} columns, received ${p.received}. Correct the line, or remove it.`,
  "reader.number": (p: { received: string }) =>
    `expected a finite number that fits float32, received ${p.received === "" ? "nothing" : p.received}. Correct it, or leave the series out.`,

  // .ts
  "ts.tag": (p: { tag: string; expected: "flag" | "number" | "nothing"; received: string }) =>
    `expected ${{ flag: "true or false", number: "a whole number from 1", nothing: "nothing" }[p.expected]} behind ${p.tag}, received ${p.received === "" ? "nothing" : p.received}. Correct the line.`,
  "ts.noData": (p: { received: string }) =>
    `expected a line @data above the series, received ${p.received === "" ? "the end of the file" : p.received}. Add it, or fetch the file again.`,
  "ts.pair": (p: { received: string }) =>
    `expected (time,value) as @timeStamps true asks for, received ${p.received === "" ? "nothing" : p.received}. Correct the series, or say @timeStamps false.`,

  // ARFF
  "arff.line": (p: { received: string }) =>
    `expected @relation, @attribute <name> <type>, @end or @data, received ${p.received}. Correct the line.`,
  "arff.noData": (_p: Record<string, never>) =>
    "expected a line @data above the series, received the end of the file. Add it, or fetch the file again.",
  "arff.noEnd": (p: { name: string }) =>
    `expected @end ${p.name} before @data, received none. Close the relational attribute.`,
  "arff.type": (p: { name: string; type: string }) =>
    `expected a numeric attribute, received ${p.name} of the type ${p.type}. If it is the class, an id or a group, say so: --label, --id or --group; to leave it out, name those with values: --channels a,b (columns in reading options).`,
  "arff.values": (p: { received: number }) =>
    `expected numeric attributes, one a time step, or one relational attribute with a numeric one for each time step; received ${p.received} with values, of both kinds or none.`,
  "arff.sparse": (_p: Record<string, never>) =>
    "expected a value for every attribute, received a sparse row in braces. Save the file as dense (Weka's filter SparseToNonSparse).",
  "arff.quote": (p: { problem: "unclosed" | "afterClosing" }): string =>
    p.problem === "unclosed"
      ? "expected a closing quote for the one that begins here, received the end of the line. Add it."
      : "expected a comma behind the closing quote, received more text. Write a quote inside a quoted cell as \\'.",

  // NumPy
  "npy.damaged": (p: { problem: "cut" | "header" | "longer" | "text" }) =>
    `expected an array as numpy.save writes it, received ${{ cut: "a file that is cut off", header: "a head that does not describe one", longer: "more bytes than the array has", text: "characters that do not exist" }[p.problem]}. Save it again.`,
  "npy.type": (p: { type: "object" | "complex" | "time" | "struct" | "text" | "other" }) =>
    `expected an array of numbers, received ${npyTypes[p.type]}.`,
  "npy.dimensions": (p: { shape: string }) =>
    `expected an array (series, time steps), (series, time steps, channels) or (series, channels, time steps), received one of the shape (${p.shape}). Reshape it.`,
  "npy.axes": (p: { length: number }) =>
    `expected fewer channels than time steps, received ${p.length} of both: which axis is time? Give the reading option axes: NTC (series, time, channels) or NCT.`,
  "reader.axes": (p: { length: number }) =>
    `expected fewer channels than time steps, received ${p.length} of both in each series: which axis is time? Give the reading option axes: NTC (a list of channels for each time step) or NCT (a list of time steps for each channel).`,
  "npy.labels": (p: { shape: string }) =>
    `expected one label a series, received an array of the shape (${p.shape}). Of one-hot labels, save y.argmax(axis=1).`,
  "npz.arrays": (p: { names: string }) =>
    `expected one array of values, received ${p.names === "" ? "none" : p.names}. Name it and the one of labels: --channels X_train --label y_train (columns in reading options).`,
  "zip.damaged": (_p: Record<string, never>) =>
    "expected a whole zip archive, received one that is damaged or cut off. Fetch or save it again.",
  "zip.large": (p: { bytes: number; most: number }) =>
    `expected a zip archive of at most ${megabytes(p.most)} MB unpacked, received one of ${megabytes(p.bytes)} MB. Make several archives of fewer files.`,
  "packed.ratio": (p: { format: "zip" | "gzip"; packed: number; unpacked: number; most: number }) =>
    `expected a ${p.format} file that unpacks to at most ${p.most} times its size, received one of ${megabytes(p.packed)} MB that unpacks to ${megabytes(p.unpacked)} MB${p.format === "gzip" ? " or more" : ""}. If you know where it is from, unpack it yourself and give what is in it.`,
  "zip.encrypted": (_p: Record<string, never>) =>
    "expected an open archive, received an encrypted file. Unpack it first.",

  // JSON lines and Parquet
  "jsonl.line": (p: { received: string }) =>
    `expected an object or a list in JSON on one line, or one list of objects, each key once, received ${p.received === "" ? "nothing" : p.received}. Correct it.`,
  "jsonl.list": (p: { received: string }) =>
    `expected one list of objects, [{…}, {…}], and nothing behind it, received ${p.received === "" ? "no end of the list: the file may be cut off. Fetch it again" : `${p.received}. Correct the file, or write an object a line`}.`,
  "jsonl.key": (p: { key: string }) =>
    `expected the keys of the first object, received ${p.key} too. Write the same keys in all of them.`,
  "parquet.damaged": (p: { reason: string }) =>
    `expected a Parquet file, received one that cannot be decoded: ${p.reason}. Fetch it again, or save it again.`,
  "parquet.codec": (p: { codec: string; column: string }) =>
    `expected columns that are uncompressed or compressed with Snappy, gzip, Zstandard, Brotli or LZ4, received ${p.codec || "an unknown compression"} in ${p.column}. Save the file with one of them: pandas.DataFrame.to_parquet(…, compression="zstd").`,

  // CSV
  "csv.empty": () =>
    "expected a table, received an empty file. Write one series a row, or one time step a row with a column named series.",
  "csv.headerOnly": () => "expected rows of numbers below the header, received only the header. Add the data.",
  "csv.quote": (p: { problem: CsvQuoteProblem; mayBeTitle?: boolean }) =>
    `${csvQuoteProblems[p.problem]}${p.mayBeTitle ? " If the rows above are titles and not the table, leave them out: --skip-rows <lines>." : ""}`,
  "csv.rowTooLong": (p: { most: number }) =>
    `expected rows of at most ${p.most} characters, received a longer one. Write one time step a row instead, with a column named series; or check the line ends.`,
  "csv.ragged": (p: { expected: number; received: number; isSecond: boolean }) =>
    `expected ${p.expected} cells as in the first row, received ${p.received}. ${p.isSecond ? "If the rows above are a title and not the table, leave them out: --skip-rows <lines>. " : ""}Series of unequal length need the long layout: one time step a row and a column named series.`,
  "csv.unnamedColumn": () =>
    "expected a name for each column, received an empty one. If the row is above the table, leave it out: --skip-rows <lines>. Otherwise name the column, or leave it out (in pandas: to_csv(…, index=False)).",
  "csv.duplicateColumn": (p: { name: string; first: number }) =>
    `expected each column name once, received ${p.name} again (first in column ${p.first} of the table). Rename or remove one of the two.`,
  "csv.sameRole": (p: { name: string; other: string; role: "series" | "id" | "label" | "group" }) =>
    `expected one column for ${p.role === "label" ? "the class" : p.role === "group" ? "the group" : "the name of the series"}, received ${p.name} beside ${p.other}. Leave one of the two out, or rename it.`,
  "csv.countingRow": (p: { first: string; last: string }) =>
    `expected a row that is clearly a header or clearly data, received ${p.first}, …, ${p.last}: numbers of columns, or a series? If it is a header, write t0, t1, … instead; if it is a series, add such a header above it.`,
  "csv.columnOrder": (p: { previous: string; received: string }) =>
    `expected columns in the order of the numbers in their names, received ${p.received} behind ${p.previous}. Sort the columns by number (not as text, where t10 comes before t2); if this row is a series, add a header above it.`,
  "csv.repeatedHeader": () =>
    "expected a row of data, received the header again. Remove it; if tables were joined, keep only the first header.",
  "csv.comment": (p: { received: string }) =>
    `expected a row of the table, received what looks like a comment: ${p.received}. Remove it; if it is the header, remove only the sign at its beginning.`,
  "csv.noSeriesColumn": (p: { column: string }) =>
    `expected a column named series beside the column ${p.column}, received none. Where each row is a time step: --layout long, with --id <column> for the names of the series (without it, the file is one series; --label-from file takes its class from its name). Where each row is a series: --layout wide, which leaves ${p.column} out.`,
  "csv.layout": (p: { names: string }) =>
    `expected columns that are numbered as time steps are (t0, t1, …), received ${p.names}. Where each row is a time step: --layout long, with --id <column> for the names of the series (without it, the file is one series). Where each row is a series, and these are its steps: --layout wide. If the first rows are titles above the table: --skip-rows <lines>.`,
  "csv.rowNumbers": (p: { from: number; to: number }) =>
    `expected a time step in each column, received ${p.from}, …, ${p.to} down the first one, which numbers the rows. Say so with --id 1, or remove the column; if it is a time step after all, give --layout wide.`,
  "csv.twoWhole": (p: { last: number }) =>
    `expected one outer column of a few whole numbers, the classes, received two: the first and the last. Say which has the classes: --label 1 or --label ${p.last}.`,
  "csv.oddColumns": (p: { names: string; first: string }) =>
    `expected a time step in each column of values, received ${p.names} among numbered ones. Say what ${p.first} is: the class (--label ${flagValue(p.first)}), the name of the series (--id ${flagValue(p.first)}) or a group (--group ${flagValue(p.first)}). If it is none of these, leave it out (--ignore-columns ${flagValue(nameListOf([p.first]))}); if it is a time step after all, give --layout wide.`,
  "csv.noValues": () => "expected at least one column of values, received none. Add it.",
  "csv.channels": (p: { expected: number; received: number; layout: "wide" | "long" }) =>
    `expected ${p.expected} channel(s), received ${p.received}. ` +
    (p.layout === "wide"
      ? "A file with one series a row has one channel; for more, write one time step a row, a column named series and a column for each channel."
      : "Every column but series, label, time and index is a channel: give the file those that the model was trained on. If each row is a series, name the column of its name id instead of series."),
  "csv.notNumber": (p: { received: string; mayBeTitle?: boolean }) =>
    `expected a number, received ${p.received === "" ? "an empty text" : p.received}. Write it like 0.5 or -1e3, without units or separators of thousands. If the column holds classes or names of series, say so with --label or --id <column>, or call it label or id in a header row; names there begin with a letter.${p.mayBeTitle ? " If the first rows are titles above the table, leave them out: --skip-rows <lines>." : ""}`,
  "csv.notFinite": (p: { received: string }) =>
    `expected a finite number, received ${p.received === "" ? "an empty cell" : p.received}. The value is missing: fill it in (--fill previous, linear or zero does it for you), or leave the series out.`,
  "csv.allMissing": (p: { series: string }) =>
    `expected some value to fill the missing ones from, received none in a channel of series ${p.series}. Leave the series out.`,
  "csv.decimalMarks": (p: { received: string }) =>
    `expected the decimal mark of the numbers before it, received ${p.received}: the table has both points and commas. Write all numbers alike and without separators of thousands.`,
  "csv.thousands": (p: { received: string }) =>
    `expected numbers that can be read in one way only, received ${p.received} and others like it: a decimal mark, or a separator of thousands? Give --decimal point or --decimal comma, or write more decimals.`,
  "csv.tooLarge": (p: { received: string }) =>
    `expected a number that fits float32 (up to 3.4e38), received ${p.received}. Use a larger unit.`,
  "csv.emptyName": (p: { column: string }) =>
    `expected text in the column ${p.column}, received an empty cell. Fill it in.`,
  "reader.labelChanges": (p: { series: string; first: string; received: string }) =>
    `expected one label for all rows of series ${p.series}, received ${p.received} after ${p.first}. Correct the label or the series id.`,
  "reader.groupChanges": (p: { series: string; first: string; received: string }) =>
    `expected one group for all rows of series ${p.series}, received ${p.received} after ${p.first}. Correct the group or the series id.`,
  "csv.unknownLabel": (p: {
    received: string;
    known: readonly string[];
    nearest: string | undefined;
    column: string;
  }) =>
    `expected one of the labels ${p.known.join(", ")}, received ${p.received}. ` +
    (p.nearest === undefined
      ? `Correct the label, or leave the column ${p.column} out: classes are not needed to predict.`
      : `Did you mean ${p.nearest}?`),
  "csv.notTime": (p: { column: string; received: string }) =>
    `expected a number or a date like 2024-05-01T12:00:00 in the column ${p.column}, received ${p.received === "" ? "an empty cell" : p.received}. Correct it, leave the column out (--ignore-columns ${flagValue(nameListOf([p.column]))}), or name another that holds the times: --time <column>.`,
  "csv.timeOrder": (p: { column: string; series: string; previous: string; received: string }) =>
    `expected ${p.column} to grow from row to row of series ${p.series}, received ${p.received} after ${p.previous}. Sort the rows by time, or give different series different ids. If the column holds no times, name those of the values: --channels <columns>; if another holds them, --time <column>.`,

  // Series to classify
  "classifier.run": (p: { received: string }) =>
    `expected a saved run, its record and its model, received ${p.received}. Pass readRun(record, weights), or await loadRun(folder) in Node.`,
  "classifier.otherLength": (p: { trained: string; received: number }) =>
    `expected ${p.trained} time steps, as the run was trained on, received ${p.received}. Cut or resample the series, or set anyLength: true to classify it anyway.`,
  "classifier.window": (p: { length: number; received: number }) =>
    `expected at least ${p.length} time steps, for one window of that length, received ${p.received}. Take shorter windows, or leave the series out.`,
  "classifier.closed": (_p: Record<string, never>) =>
    "this classifier was closed by close() and cannot be used any more. Make another with createClassifier or loadClassifier.",
  "classifier.series": (p: { received: string }) =>
    `expected a list of series, such as [{ id: "a", values }], received ${p.received}. Put one series into a list; a stream goes to stream().`,
  "classifier.one": (p: { received: string }) =>
    `expected a series, such as { id: "a", values }, received ${p.received}.`,
  "classifier.values": (p: { channels: number; received: number }) =>
    `expected the values of one time step or more, ${p.channels === 1 ? "1 channel" : `${p.channels} channels`} each, received ${p.received} ${p.received === 1 ? "value" : "values"}. Give (T, C) values, one time step after another.`,
  "ensemble.runs": (p: { received: string }) =>
    `expected a list of saved runs, received ${p.received}. Pass one or more from readRun(record, weights), or from loadRun(folder) in Node.`,
  "ensemble.differ": (p: { wanted: string; received: string }) =>
    `expected runs with the classes and channels of the first, ${p.wanted}, received ${p.received}. Average runs on the same data only.`,
  "ensemble.columns": (p: { wanted: string; received: string }) =>
    `expected a run on the columns of the first, ${p.wanted}, in this order, received one on ${p.received}. Average runs only that read the same columns in one order; classify with the others by themselves.`,
  "predict.notFinite": (_p: Record<string, never>) =>
    "expected probabilities, received NaN: the series' values overflow the model. Are they in the units of the training data?",
  "predict.length": (p: { series: string; length: number; needs: number }) =>
    `expected series of at least ${p.needs} time steps, which the model needs, received series ${p.series} of length ${p.length}. Leave it out or give more of it.`,
  "predict.otherLength": (p: { series: string; length: number; trained: number; cause: LengthCause; names: string }) =>
    `expected series of ${p.trained} time steps, as the run was trained on, received series ${p.series} of ${p.length}. ${lengthCauses[p.cause](p)} To classify it anyway, add --any-length.`,
  "predict.jsonTooLong": (p: { most: number; received: number }) =>
    `expected at most ${p.most} series for one JSON document, received ${p.received}. Leave --json out: CSV is written in pieces.`,
  "predict.fill": (p: { received: string }) =>
    `expected previous, linear or zero, received ${p.received}. Try previous.`,
  "predict.windows": (p: { received: string }) =>
    `expected the steps of a window, or these and the steps from one to the next, as 128 or 128:64, received ${p.received}.`,
  "predict.snapshots": (p: { received: string }) =>
    `expected a number of snapshots, or nothing for all of them, received ${p.received}. Give runs before this flag: tidelab predict <run> --input <csv> --snapshots 3.`,
  "predict.fewSnapshots": (p: { most: number; received: number; folder: string }) =>
    `expected at most the ${p.most} of ${p.folder}, received ${p.received}. Leave the number out to take them all.`,
  "predict.windowLength": (p: { trained: string; received: number }) =>
    `expected windows of ${p.trained} steps, as the run was trained on, received ${p.received}. Try --windows ${p.trained}; to classify other windows anyway, add --any-length.`,
  "predict.decimal": (p: { received: string }) =>
    `expected point or comma, received ${p.received}. Leave it out to detect it from the numbers.`,
};

/** Arrays that hold no series, and what to do. */
const npyTypes = {
  object:
    "Python objects. Of labels, save y.astype(str). Series of unequal lengths: pad them with NaN to one length, which is read as their end",
  complex: "complex numbers. Save their parts or magnitudes as channels",
  time: "times. Save the values alone",
  struct: "records with named fields. Save one array of values",
  text: "texts. Name the array of values",
  other: "something else. Save it as float32",
};

/** Why a series should have so many steps. */
const stepCauses = {
  declared: ", as the head of the file says",
  channel: " as in the channel before",
  first: " as in the first series",
};

/** What can be wrong with the double quotes of a CSV cell. */
const csvQuoteProblems = {
  unclosed: 'expected a closing " for the one that this cell begins with, received the end of the file. Add it.',
  afterClosing:
    'expected the end of the cell after its closing ", received more text. Write a " inside a quoted cell as "".',
  inside:
    'expected no " inside a cell without quotes, received one. Quote the whole cell and write the " inside as "".',
};
export type CsvQuoteProblem = keyof typeof csvQuoteProblems;

/** Why series may have another length than those of training; `names` are column names that look out of place. */
export const lengthCauses = {
  transposed: () =>
    "The table has as many rows as a series has steps: it seems to be transposed, with one series a column. Transpose it (in pandas: df.T).",
  columns: (p: { names: string }) =>
    `The column ${p.names} is unlike the others: if it is an id, name it id; if it is the class, name it label; or leave it out.`,
  firstColumn: () =>
    "The first column holds whole numbers only, like the class in the files of the UCR archive, or an index: remove it, or add a header that names it id (label, where it holds names of the run's classes).",
  lastColumn: () =>
    "The last column holds whole numbers only, like a class: remove it, or add a header that names it label.",
  extra: () =>
    "A column of an id, an index or the class may be among the values: name it id or label in a header, or leave it out.",
  unknown: () => "Give series of that length.",
};
export type LengthCause = keyof typeof lengthCauses;

/** Formats that are no CSV: what it is, and what to do. */
const fileFormats = {
  gzip: ["a gzip file", "Unpack it: gunzip -c file.gz | tidelab predict <run> --input -."],
  zip: ["a zip archive", "Unpack it first."],
  npy: ["a NumPy file (.npy)", 'Save it as text: numpy.savetxt("series.csv", x, delimiter=",").'],
  npz: ["a NumPy archive (.npz)", 'Save its array as text: numpy.savetxt("series.csv", x, delimiter=",").'],
  parquet: ["a Parquet file", 'Save it as CSV: pandas.read_parquet(…).to_csv("series.csv", index=False).'],
  arrow: ["an Arrow or Feather file", 'Save it as CSV: pandas.read_feather(…).to_csv("series.csv", index=False).'],
  hdf5: ["an HDF5 file", "Save the table in it as CSV."],
  xls: ["an Excel workbook (.xls)", "Save the sheet as CSV UTF-8."],
  xlsx: ["an Excel workbook (.xlsx)", "Save the sheet as CSV UTF-8."],
  ods: ["an OpenDocument spreadsheet (.ods)", "Save the sheet as CSV in UTF-8."],
  pdf: ["a PDF", "Export the table as CSV."],
  sqlite: ["an SQLite database", "Export the table: sqlite3 -header -csv file.db 'select …'."],
  bzip2: ["a bzip2 file", "Unpack it: bunzip2."],
  xz: ["an xz file", "Unpack it: unxz."],
  zstd: ["a Zstandard file", "Unpack it: unzstd."],
  sevenZip: ["a 7-Zip archive", "Unpack it first."],
  rar: ["a RAR archive", "Unpack it first."],
  tar: ["a tar archive", "Unpack it first."],
  png: ["a PNG picture", "Give the table."],
  jpeg: ["a JPEG picture", "Give the table."],
  wav: ["a WAV sound", "Write its samples as CSV, one series a row."],
  pickle: ["a Python pickle", 'Save what is in it as CSV: to_csv("series.csv", index=False).'],
  matlab: ["a MATLAB file (.mat)", 'Save the matrix as text: writematrix(x, "series.csv").'],
  rData: ["an R data file", 'Save the table as CSV: write.csv(x, "series.csv", row.names = FALSE).'],
  avro: ["an Avro file", "Save the table as CSV."],
  orc: ["an ORC file", "Save the table as CSV."],
  safetensors: ["a safetensors file", "The run is the first argument; --input takes the series."],
  arff: ["a Weka file (.arff)", "Keep the rows below @data, as CSV, with a header that names the last column label."],
  ts: [
    "a time series file (.ts)",
    "Keep the rows below @data, as CSV: commas between values, the class in a column named label.",
  ],
  json: ["JSON", "Write the series as CSV, one a row."],
  html: ["an HTML page", "Was it downloaded instead of the file? Fetch the file itself."],
  xml: ["an XML file", "Write the series as CSV, one a row."],
  rtf: ["a rich text document", "Save it as plain text."],
  gitLfs: ["a Git LFS pointer instead of the file", "Fetch the file: git lfs pull."],
  utf32: ["text in UTF-32", "Save it as UTF-8."],
  binary: ["a file that is no text", "Save the table as CSV."],
} satisfies Record<string, readonly [name: string, advice: string]>;
export type FileFormat = keyof typeof fileFormats;
