/** What the model said of each test series, as a table. */
import type { TestSeries } from "../../engine/run-protocol.ts";

/** A cell of CSV; one that a table program would take for a formula stays text. */
function quote(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A row a test series: its number, true and predicted class, the probability of each class to the last bit. */
export function predictionsCsv(test: TestSeries, names: readonly string[]): string {
  const head = ["series", "true", "predicted", ...names.map((name) => `p_${name}`)].map(quote);
  const rows = Array.from({ length: test.count }, (_, index) => {
    const probabilities = test.probabilities.subarray(index * test.classes, (index + 1) * test.classes);
    const classes = [test.labels[index]!, test.predicted[index]!].map((label) => quote(names[label] ?? ""));
    return [index, ...classes, ...probabilities].join(",");
  });
  return `${[head.join(","), ...rows].join("\n")}\n`;
}
