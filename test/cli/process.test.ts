/** The command as a process: what the other files run in the process of the test prints and ends as it does for a user. */
import { expect, it } from "vitest";
import { TINY_LAB, tidelab, tidelabProcess } from "./command.ts";

it.each([
  [0, ["--version"]],
  [0, ["predict", "--help", "--lang", "zh-CN"]],
  [2, ["lab", "--lr", "-5"]],
  [2, ["trian", "spec.json"]],
  [2, ["evaluate", "nowhere", "--json"]],
  [1, [...TINY_LAB, "--lr", "1e30", "--quiet", "--threads", "1", "--out"]],
])("ends with %i and prints the same either way: %s", async (code, args) => {
  const [here, apart] = args.includes("--out") ? [["here"], ["apart"]] : [[], []];
  const inProcess = await tidelab([...args, ...here]);
  const alone = await tidelabProcess([...args, ...apart]);
  const neutral = (text: string) => text.replace(/ (?:here|apart)\b/g, " FOLDER").replace(/ after [\d.]+ \w+/g, "");
  expect(alone.code).toBe(code);
  expect({ ...alone, stdout: neutral(alone.stdout), stderr: neutral(alone.stderr) }).toEqual({
    ...inProcess,
    stdout: neutral(inProcess.stdout),
    stderr: neutral(inProcess.stderr),
  });
});

it("reads its settings from the environment", async () => {
  const refused = await tidelabProcess(["lab", "--lr", "-5"], { env: { LC_ALL: "zh_CN.UTF-8" } });
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/^错误：--lr: /) });
  const off = await tidelabProcess(["runs"]);
  expect(off.stderr).toContain("TIDELAB_STORE is off");
});
