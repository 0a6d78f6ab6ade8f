import { describe, expect, it } from "vitest";
import { checkLanguage, localeLanguage, requestedLanguage } from "../../src/cli/terminal/language.ts";

describe("the locale's language", () => {
  it.each([
    [{ LANG: "zh_CN.UTF-8" }, "en-US", "zh-CN"],
    [{ LANG: "zh_TW.UTF-8" }, "en-US", "zh-CN"],
    [{ LANG: "zh" }, "en-US", "zh-CN"],
    [{ LANG: "zhx_XX" }, "en-US", "en"],
    [{ LANG: "de_DE.UTF-8" }, "zh-CN", "en"],
    [{ LANG: "C" }, "zh-CN", "en"],
    [{ LC_ALL: "en_US.UTF-8", LC_MESSAGES: "zh_CN", LANG: "zh_CN" }, "en-US", "en"],
    [{ LC_MESSAGES: "zh_CN.UTF-8", LANG: "en_US.UTF-8" }, "en-US", "zh-CN"],
    [{ LC_ALL: "", LANG: "zh_CN.UTF-8" }, "en-US", "zh-CN"],
    [{}, "zh-Hans-CN", "zh-CN"],
    [{}, "en-US", "en"],
  ])("%j on a system in %s is %s", (env, system, expected) => {
    expect(localeLanguage(env, system)).toBe(expected);
  });
});

describe("--lang", () => {
  it.each([
    [["lab", "--lang", "zh-CN"], "zh-CN"],
    [["--lang=zh-CN", "lab"], "zh-CN"],
    [["--lang", "zh-CN", "lab", "--lang", "en"], "en"],
    ...["zh", "ZH", "zh_CN", "zh_CN.UTF-8", "zh-Hans", "zh-cn", "zh_TW", "Zh-Hans-CN"].map(
      (name) => [["lab", "--lang", name], "zh-CN"] as const,
    ),
    [["--lang", "zh", "lab", "--lang=en_GB.UTF-8"], "en"],
    [["lab"], "en"],
    [["lab", "--lang"], "en"],
    // Not one of ours: reported later, in the language of the locale.
    [["lab", "--lang", "de"], "en"],
    [["predict", "--", "--lang", "zh-CN"], "en"],
  ] as const)("%j is %s", (args, expected) => {
    expect(requestedLanguage(args, "en")).toBe(expected);
  });

  it("is refused for others, with the nearest", () => {
    expect(checkLanguage("zh-CN")).toBe("zh-CN");
    for (const name of ["zh", "ZH_cn.utf8", "zh-Hans"]) expect(checkLanguage(name)).toBe("zh-CN");
    for (const name of ["en", "EN", "en_US.UTF-8"]) expect(checkLanguage(name)).toBe("en");
    expect(() => checkLanguage("zhCN")).toThrow(
      '--lang: expected one of en, zh-CN, received "zhCN". Did you mean "zh-CN"?',
    );
    for (const name of ["de", "C", "", "zhx", "english"]) expect(() => checkLanguage(name)).toThrow("--lang: expected");
  });
});
