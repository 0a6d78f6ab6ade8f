/** What somebody typed into a report is never lost: the next one is written beside it. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { redrawRun, saveRun } from "../../src/node/reports/draw.ts";
import { writeReport } from "../../src/node/reports/keep-edited.ts";
import { isSealed, seal } from "../../src/report/seal.ts";
import { finish, tinySpec } from "./tiny.ts";

const scratch = mkdtempSync(join(tmpdir(), "tidelab-edited-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const at = (...names: string[]) => join(scratch, ...names);

describe("a seal", () => {
  it("holds for the document as it was written, whatever its line ends became, and for no other", () => {
    const document = seal("<p>one</p>\n<p>二</p>\n");
    expect(isSealed(document)).toBe(true);
    expect(isSealed(document.replaceAll("\n", "\r\n"))).toBe(true);
    expect(isSealed(document.replace("one", "two"))).toBe(false);
    expect(isSealed(`${document}more`)).toBe(false);
    expect(isSealed("")).toBe(false);
    expect(isSealed(seal(document))).toBe(true);
  });
});

describe("a report", () => {
  it("replaces one that nobody changed, and is written beside one that somebody did", async () => {
    const path = at("report.html");
    const [first, second, third] = ["1", "2", "3"].map((text) => seal(`<p>${text}</p>\n`)) as [string, string, string];
    expect(await writeReport(path, first)).toEqual({ path });
    expect(await writeReport(path, second)).toEqual({ path });
    writeFileSync(path, second.replace("2", "2, and what I think"));
    expect(await writeReport(path, third)).toEqual({ path: at("report-2.html"), kept: path });
    expect(readFileSync(path, "utf8")).toContain("and what I think");
    expect(readFileSync(at("report-2.html"), "utf8")).toBe(third);
    // The one beside it is nobody's yet.
    expect(await writeReport(path, first)).toEqual({ path: at("report-2.html"), kept: path });
    writeFileSync(at("report-2.html"), "mine");
    expect(await writeReport(path, first)).toEqual({ path: at("report-3.html"), kept: path });
  });

  it("of a run stays when its figures are drawn again", async () => {
    const run = await finish(tinySpec());
    await saveRun(at("run"), run);
    for (const name of ["report.html", "report.md"]) {
      const text = readFileSync(at("run", name), "utf8");
      expect(isSealed(text)).toBe(true);
      writeFileSync(at("run", name), text.replace(/\n$/, "\n<!-- my own words -->\n"));
    }
    const { kept, files } = await redrawRun(at("run"), "zh-CN");
    expect(kept).toEqual([
      { path: at("run", "report-2.html"), kept: at("run", "report.html") },
      { path: at("run", "report-2.md"), kept: at("run", "report.md") },
    ]);
    expect(files).toContain(at("run", "report-2.html"));
    for (const name of ["report.html", "report.md"]) {
      expect(readFileSync(at("run", name), "utf8")).toContain("my own words");
    }
    expect(readdirSync(at("run")).filter((name) => name.startsWith("report"))).toHaveLength(4);
  });
});
