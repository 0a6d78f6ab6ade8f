/** `tidelab resume` after the worst: a process that was killed, a checkpoint that was cut off. And `tidelab verify` on it. */
import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { beforeAll, expect, it } from "vitest";
import type { RunRecord } from "../../src/runs/record.ts";
import { readRecord, scratch, start, tidelab } from "./command.ts";

/** Epochs of some hundred milliseconds: long enough to be killed in. */
const LAB = ["lab", "--samples", "400", "--length", "60", "--hidden", "32", "--epochs", "4", "--lang", "en"];

/** Starts the lab and sends a signal once it has printed so many epochs and gone a little further. */
async function interrupt(folder: string, epochs: number, signal: NodeJS.Signals): Promise<number | null> {
  const { child, printed, result } = start([...LAB, "--out", folder]);
  while ((printed.stdout.match(/^Epoch /gm) ?? []).length < epochs) await setTimeout(5);
  await setTimeout(60);
  child.kill(signal);
  return (await result).code;
}

let whole: RunRecord;
beforeAll(async () => {
  expect((await tidelab([...LAB, "--out", "whole"])).code).toBe(0);
  whole = readRecord("whole");
});

it("a finished run has no checkpoints left, and nothing to resume", async () => {
  expect(existsSync(join(scratch, "whole", "checkpoints"))).toBe(false);
  const { code, stderr } = await tidelab(["resume", "whole", "--lang", "en"]);
  expect(code).toBe(2);
  expect(stderr).toBe(
    "error: whole: expected a run that was interrupted or stopped, received one that is finished: there is nothing to resume. If figures or reports are missing, tidelab figures draws them.\n",
  );
});

it.each([1, 2])("a run killed after epoch %i goes on to the same weights", async (epochs) => {
  const folder = `killed-${epochs}`;
  await interrupt(folder, epochs, "SIGKILL");
  expect(existsSync(join(scratch, folder, "run.json"))).toBe(false);
  // Other commands say what to do; a new run does not touch it.
  const evaluated = await tidelab(["evaluate", folder, "--lang", "en"]);
  expect(evaluated).toMatchObject({ code: 2, stdout: "" });
  expect(evaluated.stderr).toContain(`Continue it with tidelab resume ${folder}.`);
  const again = await tidelab([...LAB, "--out", folder]);
  expect(again.code).toBe(2);
  expect(again.stderr).toContain(`Continue it with tidelab resume ${folder}, or choose another.`);

  const resumed = await tidelab(["resume", folder, "--threads", "1"]);
  expect(resumed.code).toBe(0);
  expect(resumed.stdout.match(/^Epoch \d+/gm)).toEqual(["Epoch 01", "Epoch 02", "Epoch 03", "Epoch 04"]);
  expect(readRecord(folder).weightsSha256).toBe(whole.weightsSha256);
  expect(readRecord(folder).status).toBe("finished");
  expect(existsSync(join(scratch, folder, "checkpoints"))).toBe(false);
});

it("a run stopped by Ctrl-C is saved, can be verified, and goes on to the same weights", async () => {
  expect(await interrupt("stopped", 2, "SIGINT")).toBe(130);
  const stopped = readRecord("stopped");
  expect(stopped.status).toBe("stopped");
  expect(stopped.history.length).toBeLessThan(4);
  expect((await tidelab(["verify", "stopped", "--quiet", "--threads", "1"])).code).toBe(0);
  expect((await tidelab(["resume", "stopped"])).code).toBe(0);
  expect(readRecord("stopped")).toMatchObject({ status: "finished", weightsSha256: whole.weightsSha256 });
});

it("a checkpoint that was cut off is passed over with a warning", async () => {
  // Three epochs printed: the checkpoints of the first two are whole, whatever the moment.
  await interrupt("cut", 3, "SIGKILL");
  const folder = join(scratch, "cut", "checkpoints");
  // The kill may have left a checkpoint under another name, half-written.
  const [newest = ""] = readdirSync(folder)
    .filter((name) => name.startsWith("step-") && !name.includes("partial"))
    .sort()
    .reverse();
  truncateSync(join(folder, newest), 1000);
  const { code, stderr } = await tidelab(["resume", "cut", "--lang", "en"]);
  expect(code).toBe(0);
  expect(stderr).toContain("warning: a checkpoint cannot be used; resuming from the one before it:");
  expect(stderr).toContain(newest);
  expect(readRecord("cut").weightsSha256).toBe(whole.weightsSha256);
});

it("verify finds a figure changed in run.json, names the epoch and shows both environments", async () => {
  const path = join(scratch, "whole", "run.json");
  const text = readFileSync(path, "utf8");
  const { trainLoss } = whole.history[1]!;
  writeFileSync(path, text.replace(`"trainLoss": ${trainLoss}`, `"trainLoss": 0.1`));
  try {
    const { code, stdout } = await tidelab(["verify", "whole", "--quiet", "--lang", "en"]);
    expect(code).toBe(1);
    const lines = stdout.split("\n");
    expect(lines[0]).toBe("Not verified: epoch 2 is the first that differs.");
    expect(lines[2]?.trim().split(/ {2,}/)).toEqual(["history[1].trainLoss", "0.1", String(trainLoss)]);
    expect(stdout).toContain("the record was edited after the run");
    expect(stdout).toMatch(/^ {2}runtime +Node \S+ +Node \S+$/m);
    const json = await tidelab(["verify", "whole", "--json", "--epochs", "1"]);
    expect(json.code).toBe(0);
    expect(JSON.parse(json.stdout)).toMatchObject({ verified: true, epochs: 1, of: 4, differences: [] });
  } finally {
    writeFileSync(path, text);
  }
});

it.each(["0", "5", "-1", "x"])("verify --epochs %s is refused", async (epochs) => {
  const { code, stderr } = await tidelab(["verify", "whole", `--epochs=${epochs}`, "--lang", "en"]);
  expect(code).toBe(2);
  expect(stderr).toBe(
    `error: --epochs: expected a whole number of epochs from 1 to 4, as the record has, received ${epochs}.\n`,
  );
});
