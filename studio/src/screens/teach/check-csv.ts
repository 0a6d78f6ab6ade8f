/** The table of Check as CSV, for whatever the school uses. */
import { answeredOf, type CheckList, resultOf, testAccuracyOf } from "../../state/check-list.ts";
import { hintText, resultText } from "./check-detail.tsx";

const HEAD = [
  "file",
  "name",
  "number",
  "result",
  "verdict",
  "runs",
  "test accuracy",
  "answers",
  "questions",
  "points",
  "comment",
  "hints",
];

/** A cell that a spreadsheet takes as text: what begins like a formula is none. */
export function cell(value: string | number): string {
  const text = typeof value === "number" ? String(value) : value.replace(/^[=+\-@\t\r]/, "'$&");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function checkCsv(list: CheckList): string {
  const { questions } = list.assignment;
  const rows = list.files.value.map((file) => {
    const { name, read, points, comment } = file;
    const result = resultOf(file);
    const accuracy = testAccuracyOf(read)?.toFixed(4) ?? "";
    const hints = list.hints.value.filter(({ ids }) => ids.includes(name)).map((hint) => hintText(hint, name, list));
    return [
      ...[name, read?.student.name ?? "", read?.student.number ?? "", result, resultText(file, result)],
      ...[read?.runs.length ?? 0, accuracy, answeredOf(read, list.assignment), questions.length],
      ...[points, comment, hints.join("; ")],
    ];
  });
  // A byte order mark, without which spreadsheets take Chinese names for another encoding.
  return `\ufeff${[HEAD, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}
