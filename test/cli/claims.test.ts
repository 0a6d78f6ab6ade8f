/** One folder, one run: trainings at the same time, runs in progress, and processes that are killed at any moment. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import type { RunRecord } from "../../src/runs/record.ts";
import { inScratch, readRecord, scratch, start, TINY, tidelab, tidelabProcess, write } from "./command.ts";

const LONG = { ...TINY, name: "long", training: { epochs: 100_000, batchSize: 16 } };
const SHORT = { ...TINY, name: "short", training: { epochs: 12, batchSize: 16 } };

let whole: RunRecord;
beforeAll(async () => {
  write("tiny.json", JSON.stringify(TINY));
  write("long.json", JSON.stringify(LONG));
  write("short.json", JSON.stringify(SHORT));
  expect((await tidelab(["train", "short.json", "--out", "whole"])).code).toBe(0);
  whole = readRecord("whole");
});

const foldersIn = (...path: string[]) => readdirSync(inScratch(...path)).filter((name) => !name.startsWith("."));

describe("trainings at the same time", () => {
  it("with the default folder each get one of their own", async () => {
    const results = await Promise.all([1, 2, 3].map(() => tidelabProcess(["train", "tiny.json"])));
    const saved = results.map(({ code, stdout, stderr }) => {
      expect(code, stderr).toBe(0);
      return /^Saved to (\S+) /m.exec(stdout)?.[1] ?? "";
    });
    expect(new Set(saved).size).toBe(3);
    for (const folder of saved)
      expect((await tidelab(["evaluate", folder])).stdout).toContain("The same as in the run's record.");
    expect(
      foldersIn("runs")
        .map((name) => join("runs", name))
        .sort(),
    ).toEqual(saved.sort());
  });

  it("with one --out: one runs, the others are refused by the process that has it", async () => {
    const results = await Promise.all([1, 2, 3].map(() => tidelabProcess(["train", "short.json", "--out", "one"])));
    expect(results.map(({ code }) => code).sort()).toEqual([0, 2, 2]);
    for (const { stderr } of results.filter(({ code }) => code === 2)) {
      expect(stderr).toMatch(
        /^error: one: (another tidelab process is working in this folder \(process \d+|expected a new folder)/,
      );
    }
    expect(readRecord("one").weightsSha256).toBe(whole.weightsSha256);
    expect(existsSync(inScratch("one", ".locks"))).toBe(false);
  });
});

describe("a run in progress", () => {
  it("is neither resumed, overwritten nor called interrupted; when it is killed, it is", async () => {
    const { child, printed, result, until } = start(["train", "long.json", "--out", "live"]);
    await until(() => printed.stdout.includes("Epoch 02"));
    for (const args of [
      ["resume", "live"],
      ["train", "tiny.json", "--out", "live"],
      ["evaluate", "live"],
    ]) {
      const { code, stderr } = await tidelab(args);
      expect(code, args.join(" ")).toBe(2);
      expect(stderr, args.join(" ")).toContain(
        `another tidelab process is working in this folder (process ${child.pid}, since `,
      );
    }
    child.kill("SIGKILL");
    await result;
    expect((await tidelab(["evaluate", "live"])).stderr).toContain("Continue it with tidelab resume live.");
    expect((await tidelab(["train", "tiny.json", "--out", "live"])).stderr).toContain(
      "Continue it with tidelab resume live",
    );
  });

  it("of another machine is not guessed about", async () => {
    mkdirSync(inScratch("shared", ".locks"), { recursive: true });
    const claim = inScratch("shared", ".locks", "000000000000001-aa.json");
    writeFileSync(claim, JSON.stringify({ pid: 4711, host: "laboratory", since: "2026-01-05T08:00:00.000Z" }));
    const { code, stderr } = await tidelab(["train", "tiny.json", "--out", "shared"]);
    expect(code).toBe(2);
    expect(stderr).toContain(
      "process 4711 on laboratory has been working in this folder since 2026-01-05T08:00:00.000Z",
    );
    expect(stderr).toContain(join("shared", ".locks", "000000000000001-aa.json"));
  });
});

describe("a folder that is deleted during its run", () => {
  it("is made and claimed again, with checkpoints to resume from", async () => {
    const { child, printed, result, until } = start(["train", "long.json", "--out", "deleted"]);
    await until(() => printed.stdout.includes("Epoch 02"));
    // It would write files while they are deleted.
    child.kill("SIGSTOP");
    rmSync(inScratch("deleted"), { recursive: true, maxRetries: 20, retryDelay: 20 });
    child.kill("SIGCONT");
    await until(() => printed.stderr.includes("was deleted or moved"));
    await until(() => existsSync(inScratch("deleted", "checkpoints", "start.json")));
    const second = await tidelab(["train", "tiny.json", "--out", "deleted"]);
    expect(second.code).toBe(2);
    expect(second.stderr).toContain(`another tidelab process is working in this folder (process ${child.pid}`);
    child.kill("SIGKILL");
    const { stderr } = await result;
    expect(stderr.match(/was deleted or moved/g)).toHaveLength(1);
    const resumed = start(["resume", "deleted"]);
    // An epoch after the header is one of its own: by then it listens to signals.
    await resumed.until(() => /^Split: [\s\S]*^Epoch /m.test(resumed.printed.stdout));
    resumed.child.kill("SIGINT");
    expect((await resumed.result).code).toBe(130);
    expect(readRecord("deleted").status).toBe("stopped");
  });

  it("and is another run's by now: both runs are saved", async () => {
    const { child, printed, result, until } = start(["train", "long.json", "--out", "taken"]);
    await until(() => printed.stdout.includes("Epoch 02"));
    child.kill("SIGSTOP");
    rmSync(inScratch("taken"), { recursive: true, maxRetries: 20, retryDelay: 20 });
    expect((await tidelab(["train", "tiny.json", "--out", "taken"])).code).toBe(0);
    child.kill("SIGCONT");
    await until(() => printed.stderr.includes("no more checkpoints can be written"));
    child.kill("SIGINT");
    const { code, stderr } = await result;
    expect(code).toBe(1);
    const [, instead = ""] = /so the run was saved to (.+)\.$/m.exec(stderr) ?? [];
    expect(readRecord(instead).name).toBe("long");
    expect(readRecord("taken").name).toBe("tiny");
    expect((await tidelab(["verify", "taken", "--quiet"])).code).toBe(0);
  });
});

it("resume of a folder that cannot be written is refused before it trains", async () => {
  const { child, printed, result, until } = start(["train", "long.json", "--out", "fixed"]);
  await until(() => printed.stdout.includes("Epoch 02"));
  child.kill("SIGKILL");
  await result;
  // For the superuser permissions mean nothing: a file where the folder of locks has to be has the same effect.
  const locks = inScratch("fixed", ".locks");
  rmSync(locks, { recursive: true });
  writeFileSync(locks, "");
  const { code, stdout, stderr } = await tidelab(["resume", "fixed"]);
  expect(code).toBe(2);
  expect(stderr).toContain("cannot write here");
  expect(stdout).toBe("");
});

it("killed at any time, by two processes on one folder: it ends with the weights of a run that was never killed", async () => {
  const folder = "mortal";
  let kills = 0;
  let seed = 7;
  // Lehmer's generator: the same kills each time, as far as a clock allows.
  const random = () => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  const work = async () => {
    for (let attempt = 0; attempt < 40 && !existsSync(inScratch(folder, "run.json")); attempt++) {
      // A user does what the messages say: train where there is nothing, resume where there is something.
      const canResume = existsSync(inScratch(folder, "checkpoints"));
      const args = canResume ? ["resume", folder] : ["train", "short.json", "--out", folder];
      const { child, printed, result } = start([...args, "--threads", "1"]);
      // By progress: a few lines of output, then a moment of any length. The last attempts may end.
      const lines = attempt < 8 ? Math.floor(random() * 14) : Number.POSITIVE_INFINITY;
      const moment = random() * 30;
      let isOver = false;
      void result.then(() => {
        isOver = true;
      });
      while (!isOver && printed.stdout.split("\n").length <= lines) await setTimeout(2);
      await setTimeout(moment);
      if (child.kill("SIGKILL")) kills++;
      const { stderr } = await result;
      expect(stderr).not.toMatch(/fault of Tidelab|^ {4}at /m);
    }
  };
  await Promise.all([work(), work()]);
  expect(kills).toBeGreaterThan(4);
  expect(readRecord(folder).weightsSha256).toBe(whole.weightsSha256);
  expect(readRecord(folder).history.map(({ weightsSha256 }) => weightsSha256)).toEqual(
    whole.history.map(({ weightsSha256 }) => weightsSha256),
  );
  // Drawing may have been cut off, which loses nothing; the next command leaves nothing half-written.
  expect((await tidelab(["figures", folder])).code).toBe(0);
  expect((await tidelab(["verify", folder, "--quiet"])).code).toBe(0);
  const left = (readdirSync(join(scratch, folder), { recursive: true }) as string[]).filter((name) =>
    /partial|locks/.test(name),
  );
  expect(left).toEqual([]);
}, 300_000);

it("a fork that is killed at its first checkpoint and resumed knows its parent", async () => {
  const { child, result, until } = start(["fork", "whole", "--set", "training.epochs=14", "--out", "forked"]);
  await until(() => existsSync(inScratch("forked", "checkpoints")));
  child.kill("SIGKILL");
  await result;
  // At this very moment `about.json` may not be there yet.
  rmSync(inScratch("forked", "about.json"), { force: true });
  expect((await tidelab(["resume", "forked"])).code).toBe(0);
  const about = JSON.parse(readFileSync(inScratch("forked", "about.json"), "utf8"));
  expect(about).toMatchObject({ changes: { "training.epochs": 14 }, parent: expect.stringMatching(/^[0-9a-f]{16}$/) });
});
