/** Errors of the package name the controls of the page in place of flags. */
import { describe, expect, it } from "vitest";
import { inPage } from "../src/texts/in-page.ts";
import { setLanguage } from "../src/texts/language.ts";

describe("texts in a page", () => {
  it.each([
    [
      "Say it: --layout long with --id <column>, or --layout wide (layout and columns in reading options).",
      "Say it: “Layout” long with “Series”, or “Layout” wide.",
    ],
    ["Name them: --channels a,b (columns.channels in reading options).", "Name them: “Channels” a,b."],
    ["(--encoding gbk; encoding in reading options), or save it", " (“Encoding” gbk), or save it"],
    ["To classify it anyway, add --any-length.", "To classify it anyway, add “Any length”."],
    [
      "Give the folders too: --data 'recordings/*/*.csv'; or take it: --group-from grandparent (groupFrom in reading options).",
      "Give the folders too: “Choose a folder”; or take it: “Group by name” grandparent.",
    ],
    ["Leave --json out", "Leave --json out"],
  ])("%s", (given, wanted) => {
    setLanguage("en");
    expect(inPage(given)).toBe(wanted);
  });

  it("names them in Chinese", () => {
    setLanguage("zh-CN");
    expect(inPage("请写明：--channels a,b（读取选项中的 columns.channels）。")).toBe("请写明：“通道” a,b。");
    setLanguage("en");
  });
});
