/** Why a run has no result, in both languages, from what is stored. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readSweepResult, writeSweepFile } from "../../src/node/sweeps/folder.ts";
import { failureText } from "../../src/report/failure-text.ts";
import type { Failure } from "../../src/sweep/result.ts";

const exit = { code: null, signal: "SIGKILL", said: "" };

it.each<[Failure, string]>([
  [
    { reason: "diverged", message: "training diverged in epoch 2, step 9", epoch: 2, step: 9 },
    "训练在第 2 轮第 9 步发散",
  ],
  [{ reason: "pruned", message: "pruned after epoch 3", epoch: 3 }, "在第 3 轮后被剪枝"],
  [{ reason: "stopped", message: "stopped after epoch 3", epoch: 3 }, "在第 3 轮后停止"],
  [
    { reason: "failed", message: "the process of the run was ended by SIGKILL (was there enough memory?)", exit },
    "运行的进程被 SIGKILL 终止（内存是否足够？）",
  ],
  [
    {
      reason: "failed",
      message: "the process of the run exited with code 1: Error: no",
      exit: { code: 1, signal: null, said: "Error: no" },
    },
    "运行的进程退出，代码为 1：Error: no",
  ],
])("%o", (failure, chinese) => {
  expect(failureText(failure, "en")).toBe(failure.message);
  expect(failureText(failure, "zh-CN")).toBe(chinese);
});

it("is the message where nothing else is stored", () => {
  expect(failureText({ reason: "failed", message: "x" }, "zh-CN")).toBe("x");
  expect(failureText({ reason: "diverged", message: "x", epoch: 2 }, "zh-CN")).toBe("x");
});

it("survives the file of the sweep, whose older files have the message alone", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tidelab-failure-"));
  try {
    const failures = [
      { arm: "a", seed: 1, reason: "failed" as const, message: "english", exit },
      { arm: "a", seed: 2, reason: "failed" as const, message: "old" },
    ];
    const arms = [{ id: "a", settings: {} }];
    await writeSweepFile(folder, { name: "x", seeds: [1, 2], axes: [], arms, failures, definition: {} });
    const read = (await readSweepResult(folder)).arms[0]?.failures ?? [];
    expect(read.map((failure) => failureText(failure, "zh-CN"))).toEqual([
      "运行的进程被 SIGKILL 终止（内存是否足够？）",
      "old",
    ]);
    await writeFile(join(folder, "sweep.json"), JSON.stringify({ tidelab: "sweep" }));
    await expect(readSweepResult(folder)).rejects.toMatchObject({ code: "sweep.file" });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
