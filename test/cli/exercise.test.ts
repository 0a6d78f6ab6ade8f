/** `tidelab exercise`: a task of the notebook, from the command to the report in either language. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { inScratch, tidelab } from "./command.ts";

it("runs a task once, and writes its report in the language asked for", async () => {
  const first = await tidelab(["exercise", "summary", "--quick"]);
  expect(first.code).toBe(0);
  expect(first.stdout).toContain("Wrote sweeps/summary-quick/report.html: 15 runs in 3 arms.");
  const folder = inScratch("sweeps", "summary-quick");
  expect(
    readdirSync(folder)
      .filter((name) => !name.startsWith("."))
      .sort(),
  ).toEqual(["cnn", "gru", "lstm", "report-figures", "report.html", "report.md", "sweep.json"]);
  const report = readFileSync(`${folder}/report.html`, "utf8");
  expect(report).toContain('<html lang="en">');
  for (const arm of ["LSTM", "GRU", "CNN"]) expect(report).toContain(arm);

  // All runs are there: nothing is trained again, only the report is new.
  const again = await tidelab(["exercise", "summary", "--quick", "--lang", "zh-CN"]);
  expect(again.code).toBe(0);
  expect(again.stdout).not.toMatch(/^\[ *\d+\/15\]/m);
  expect(readFileSync(`${folder}/report.html`, "utf8")).toContain('<html lang="zh-CN">');
});

it("refuses a task that there is not, with the nearest one", async () => {
  const { code, stderr } = await tidelab(["exercise", "sumary", "--out", "elsewhere"]);
  expect(code).toBe(2);
  expect(stderr).toContain('received "sumary". Did you mean "summary"?');
  expect(existsSync(inScratch("elsewhere"))).toBe(false);
});
