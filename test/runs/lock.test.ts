/** One process at a time in a folder, though processes are killed, their ids are given again, and disks are shared. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { findHolder, LOCKS, lockFolder } from "../../src/node/runs/lock.ts";
import { type Owner, stateOf, thisProcess } from "../../src/node/runs/process-owner.ts";

const scratch = mkdtempSync(join(tmpdir(), "tidelab-lock-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const LOOP = fileURLToPath(new URL("lock-loop.mjs", import.meta.url));

/** The id of a process that has ended. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "exit");
  return child.pid ?? 0;
}

function claim(folder: string, text: string): string {
  mkdirSync(join(folder, LOCKS), { recursive: true });
  const file = join(folder, LOCKS, "000000000000001-aa.json");
  writeFileSync(file, text);
  return file;
}

describe("a locked folder", () => {
  it("is refused to others, by the process that works there, until it is released", async () => {
    const folder = join(scratch, "deep", "one");
    const lock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toMatchObject({
      code: "folder.locked",
      params: { pid: process.pid },
      path: folder,
    });
    expect(findHolder(folder)?.owner.pid).toBe(process.pid);
    lock.release();
    expect(findHolder(folder)).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
    (await lockFolder(folder)).release();
  });

  it("can be waited for", async () => {
    const folder = join(scratch, "waited");
    const lock = await lockFolder(folder);
    const second = lockFolder(folder, { patience: 60_000 });
    setTimeout(() => lock.release(), 50);
    (await second).release();
  });

  it("goes to one of those that come at the same time", async () => {
    const folder = join(scratch, "together");
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("is free when its process is dead, or its id belongs to another process by now", async () => {
    const dead = { ...thisProcess(), pid: await deadPid() };
    const reused = { ...thisProcess(), started: "1" };
    const before = { ...thisProcess(), boot: "another", machine: "this" };
    for (const [index, owner] of [dead, reused].entries()) {
      const folder = join(scratch, `dead-${index}`);
      const file = claim(folder, JSON.stringify(owner));
      (await lockFolder(folder)).release();
      expect(existsSync(file)).toBe(false);
    }
    expect(stateOf(before, { ...thisProcess(), machine: "this" })).toBe("dead");
    const folder = join(scratch, "crashed");
    claim(folder, "");
    (await lockFolder(folder)).release();
  });

  it("keeps nothing of a process that was killed while it announced itself", async () => {
    const folder = join(scratch, "unfinished");
    const file = `${claim(folder, JSON.stringify({ ...thisProcess(), pid: await deadPid() }))}.partial`;
    writeFileSync(file, "");
    (await lockFolder(folder)).release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it("is not guessed about when it was locked on another machine or in another container", async () => {
    const here: Owner = { ...thisProcess(), machine: "m", boot: "b", namespace: "n" };
    const pid = await deadPid();
    const others: Partial<Owner>[] = [{ host: "elsewhere.example" }, { machine: "other" }, { namespace: "other" }];
    for (const other of others) expect(stateOf({ ...here, pid, ...other }, here)).toBe("elsewhere");
    // Without an id of the machine, another boot may be another machine of the same name.
    const { machine: _, ...nameless } = here;
    expect(stateOf({ ...nameless, boot: "other" }, nameless)).toBe("elsewhere");
    const folder = join(scratch, "shared");
    const file = claim(folder, JSON.stringify({ ...thisProcess(), pid, host: "elsewhere.example" }));
    await expect(lockFolder(folder)).rejects.toMatchObject({
      code: "folder.lockedElsewhere",
      params: { pid, host: "elsewhere.example", file },
    });
    // Then the user decides.
    rmSync(file);
    (await lockFolder(folder)).release();
  });

  it("is never held by two, while processes are killed at random", async () => {
    const folder = join(scratch, "killed");
    let turns = 0;
    let kills = 0;
    const printed: string[] = [];
    const work = async () => {
      while (turns < 60) {
        const child: ChildProcess = spawn(process.execPath, [LOOP, folder, "1000"], {
          stdio: ["ignore", "pipe", "inherit"],
        });
        const exited = once(child, "exit");
        const own = 1 + Math.floor(Math.random() * 8);
        let seen = 0;
        for await (const chunk of child.stdout ?? []) {
          const lines = String(chunk).trim().split("\n");
          printed.push(...lines.filter((line) => line !== "turn" && line !== "refused"));
          seen += lines.length;
          turns += lines.filter((line) => line === "turn").length;
          // In the middle of anything: its next steps are running.
          if (seen >= own) setTimeout(() => child.kill("SIGKILL"), Math.random() * 10);
        }
        await exited;
        kills++;
      }
    };
    await Promise.all([work(), work(), work()]);
    expect(printed).toEqual([]);
    expect(kills).toBeGreaterThan(2);
    expect(findHolder(folder)).toBeUndefined();
    (await lockFolder(folder)).release();
  });
});
