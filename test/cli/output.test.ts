/** Streams that cannot be written end no work: reports/22. */
import { spawn } from "node:child_process";
import { existsSync, openSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { DRAWN, inScratch, readRecord, scratch, start, TINY, TINY_LAB, tidelab, write } from "./command.ts";

const MAIN = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const hasFullDevice = existsSync("/dev/full");

/** With stdout or stderr on a disk that is full. */
async function onFullDisk(args: readonly string[], name: "stdout" | "stderr") {
  const full = openSync("/dev/full", "w");
  const stdio = name === "stdout" ? (["ignore", full, "pipe"] as const) : (["ignore", "pipe", full] as const);
  const env = { PATH: process.env.PATH ?? "", LC_ALL: "en_US.UTF-8", TIDELAB_STORE: "off" };
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: scratch, env, stdio: [...stdio] });
  let printed = "";
  child[name === "stdout" ? "stderr" : "stdout"]?.on("data", (text) => {
    printed += text;
  });
  const code = await new Promise<number | null>((done) => child.on("close", done));
  return { code, printed };
}

it("a reader that goes away after the first line does not end a training: it is saved, and says where on stderr", async () => {
  const { child, result } = start([...TINY_LAB, "--epochs", "20", "--out", "closed"], DRAWN);
  child.stdout.once("data", () => child.stdout.destroy());
  const { code, stderr } = await result;
  expect(code, stderr).toBe(0);
  expect(stderr).toMatch(/^Saved to closed /m);
  const record = readRecord("closed");
  expect(record.status).toBe("finished");
  expect(record.history).toHaveLength(20);
  expect(existsSync(inScratch("closed", "report.html"))).toBe(true);
});

it("a reader that goes away ends predict at once, with 0", async () => {
  expect((await tidelab([...TINY_LAB, "--out", "run"])).code).toBe(0);
  write("series.csv", Array.from({ length: 5000 }, (_, row) => Array(12).fill(row / 5000)).join("\n"));
  const { child, result } = start(["predict", "run", "--input", "series.csv"]);
  child.stdout.once("data", () => child.stdout.destroy());
  expect(await result).toMatchObject({ code: 0, stderr: "" });
});

it.skipIf(!hasFullDevice)(
  "stdout on a full disk is said without a stack, and a training is saved all the same",
  async () => {
    write("tiny.json", JSON.stringify(TINY));
    const trained = await onFullDisk(["train", "tiny.json", "--out", "full"], "stdout");
    expect(trained.code).toBe(1);
    expect(trained.printed).toMatch(/^Saved to full /m);
    expect(readRecord("full").status).toBe("finished");
    for (const { printed } of [
      trained,
      await onFullDisk(["evaluate", "full"], "stdout"),
      await onFullDisk(["--help"], "stdout"),
    ]) {
      expect(printed).toMatch(/^error: cannot write to stdout.*ENOSPC/m);
      expect(printed).not.toMatch(/^ {4}at /m);
    }
  },
);

it.skipIf(!hasFullDevice)("stderr on a full disk changes neither what is printed nor the exit code", async () => {
  const silent = await onFullDisk([...TINY_LAB, "--out", "silent"], "stderr");
  expect(silent.code).toBe(0);
  expect(silent.printed).toMatch(/^Saved to silent /m);
  expect((await onFullDisk(["evaluate", "nowhere"], "stderr")).code).toBe(2);
});
