/** Processes that die at any time: what was running says so, what was not goes elsewhere, and nothing waits for ever. */
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { createPool, type PoolJob } from "../../src/node/sweeps/pool.ts";
import { tinySpec } from "../runs/tiny.ts";

/** A pool of processes that do with a job what its folder says. */
async function poolOf(script: string) {
  const folder = await mkdtemp(join(tmpdir(), "tidelab-pool-"));
  const entry = join(folder, "worker.mjs");
  await writeFile(entry, `process.on("disconnect", () => process.exit());\n${script}`);
  return createPool(pathToFileURL(entry));
}

const job = (folder: string): PoolJob => ({ spec: tinySpec(), folder, device: "cpu", waits: false });
const goOn = () => Promise.resolve(true);

it("a process that dies between two jobs is not given the second", async () => {
  const pool = await poolOf(`
    process.on("message", ({ folder }) => {
      process.send({ type: "begun" });
      if (folder === "pid") process.send({ type: "epoch", epoch: process.pid, valLoss: 0 });
      process.send({ type: "saved" });
    });`);
  let pid = 0;
  await pool.run(job("pid"), async (value) => {
    pid = value;
    return true;
  });
  for (let count = 0; count < 5; count++) {
    process.kill(pid, "SIGKILL");
    // At once, when its death is not known yet; and later.
    expect(
      await pool.run(job("pid"), async (value) => {
        expect(value).not.toBe(pid);
        pid = value;
        return true;
      }),
    ).toEqual({ type: "saved" });
    if (count % 2 === 0) await new Promise((done) => setTimeout(done, 50));
  }
  await pool.kill();
});

it("one that dies with a job is a failure of that job, once", async () => {
  const pool = await poolOf(`
    process.on("message", ({ folder }) => {
      process.send({ type: "begun" }, () => {
        if (folder === "die") process.kill(process.pid, "SIGKILL");
        else process.send({ type: "saved" });
      });
    });`);
  const outcomes = await Promise.all(["die", "live", "die", "live"].map((name) => pool.run(job(name), goOn)));
  expect(outcomes.map(({ type }) => type)).toEqual(["failed", "saved", "failed", "saved"]);
  expect(outcomes[0]).toMatchObject({
    message: "the process of the run was ended by SIGKILL (was there enough memory?)",
  });
  await pool.kill();
});

it("processes that never take a job do not take for ever", async () => {
  const pool = await poolOf("process.exit(3);");
  expect(await pool.run(job("x"), goOn)).toMatchObject({
    type: "failed",
    message: "the process of the run exited with code 3",
    exit: { code: 3, signal: null, said: "" },
  });
  await pool.kill();
});

it("after the end nothing is started any more", async () => {
  const pool = await poolOf(`process.on("message", () => process.send({ type: "begun" }));`);
  const running = pool.run(job("x"), goOn);
  await pool.kill();
  expect((await running).type).toBe("failed");
  expect(await pool.run(job("x"), goOn)).toMatchObject({ type: "failed", message: "the sweep was ended" });
});

it("one process at a time may use a GPU where the device is left open; all may where it is named", async () => {
  const pool = await poolOf(`
    const seen = [];
    process.on("message", ({ folder, device }) => {
      process.send({ type: "begun" });
      if (folder === "die") process.kill(process.pid, "SIGKILL");
      setTimeout(() => process.send({ type: "failed", message: device }), 30);
    });`);
  const devicesOf = async (jobs: readonly PoolJob[]) => {
    const outcomes = await Promise.all(jobs.map((one) => pool.run(one, goOn)));
    return outcomes.map((outcome) => (outcome.type === "failed" ? outcome.message : outcome.type));
  };
  const open = { ...job("x"), device: "auto" as const };
  expect(await devicesOf([open, open, open])).toEqual(["auto", "cpu", "cpu"]);
  // The process that has it comes first, whichever was free first.
  expect(await devicesOf([open, open])).toEqual(["auto", "cpu"]);
  expect(
    await devicesOf([
      { ...open, device: "gpu" },
      { ...open, device: "gpu" },
    ]),
  ).toEqual(["gpu", "gpu"]);
  await pool.run({ ...open, folder: "die" }, goOn);
  // With its process the seat is gone: another one takes it.
  expect(await devicesOf([open, open])).toEqual(["auto", "cpu"]);
  await pool.kill();
});
