/** Recordings of one series a file, whose names and folders say classes and groups: trained on, verified, asked. */
import { mkdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { documentOf, inScratch, readRecord, tidelab, trainSmall as train, write } from "./command.ts";

describe("recordings of one series a file", () => {
  it("are of the classes that their names say: trained, verified and asked", async () => {
    mkdirSync(inScratch("takes"), { recursive: true });
    const take = (n: number) => {
      const values = Array.from({ length: 12 }, (_, t) => Math.sin(t * (1 + (n % 2)) + n).toFixed(4));
      return `Time (s);x\n${values.map((value, t) => `${t};${value}\n`.replace(".", ",")).join("")}`;
    };
    for (let n = 0; n < 16; n++) write(`takes/${n % 2 ? "fast" : "slow"}_${n}.csv`, take(n));
    const refused = await train("--data", "takes/*.csv", "--layout", "long", "--out", "runs/takes");
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("--label-from file")]);
    const flags = ["--layout", "long", "--label-from", "file"];
    const { code, stdout, stderr } = await train("--data", "takes/*.csv", ...flags, "--out", "runs/takes");
    expect([code, stdout]).toEqual([0, expect.stringContaining("Classes: 2: fast (8), slow (8)")]);
    expect(stdout).toContain("--label-from file");
    // What holds for all files is said once.
    expect(stderr.match(/decimal commas\. \(16 files\)/g)).toHaveLength(1);
    expect(readRecord("runs/takes").data.source?.reading?.train).toMatchObject({ labelFrom: "file" });
    expect((await tidelab(["verify", "runs/takes"])).code).toBe(0);
    write("new.csv", take(17));
    const { stdout: answers } = await tidelab(["predict", "runs/takes", "--input", "new.csv"]);
    expect(answers).toMatch(/^series,predicted,fast,slow\nnew\.csv,(fast|slow),/);
    write("takes/01.csv", take(1));
    const nameless = await train("--data", "takes/*.csv", ...flags, "--out", "runs/nameless");
    expect([nameless.code, nameless.stderr]).toEqual([2, expect.stringMatching(/takes\/01\.csv: .*walking_07\.csv/)]);
  });

  it("are of the groups that their folders say: the split keeps them together, and check sees them", async () => {
    const persons = ["ada", "bob", "cem", "dia", "eva", "fay", "gus", "hal"];
    for (const [n, person] of persons.entries()) {
      for (const kind of ["slow", "fast"]) {
        const speed = kind === "fast" ? 2 : 1;
        mkdirSync(inScratch(`study/${person}/${kind}`), { recursive: true });
        const values = Array.from({ length: 12 }, (_, t) => Math.sin(t * speed + n * 1.7).toFixed(4));
        write(`study/${person}/${kind}/01.csv`, `time,x\n${values.map((value, t) => `${t},${value}\n`).join("")}`);
      }
    }
    const classes = ["--data", "study/*/*/*.csv", "--layout", "long", "--label-from", "folder"];
    const flags = [...classes, "--group-from", "grandparent"];
    const { code, stdout, stderr } = await train(...flags, "--out", "runs/study");
    expect([code, stderr]).toEqual([0, expect.not.stringContaining("groups")]);
    expect(stdout).toContain("Groups: 8: ada (2), bob (2), cem (2),");
    expect(stdout).toMatch(/The same in flags: .*--label-from folder --group-from grandparent/);
    expect(stdout).toContain("Split: all series of a group on one side");
    const { spec, data } = readRecord("runs/study");
    expect([spec.split, data.source?.reading?.train]).toMatchObject([{ kind: "groups" }, { groupFrom: "grandparent" }]);
    expect((await tidelab(["verify", "runs/study"])).code).toBe(0);
    expect((await tidelab(["data", "check", ...flags])).code).toBe(0);
    const apart = await tidelab(["data", "check", ...flags, "--split", "stratified", "--json"]);
    expect([apart.code, documentOf(apart.stdout)]).toMatchObject([
      1,
      { leaks: expect.arrayContaining([expect.objectContaining({ kind: "group" })]) },
    ]);
    const none = await tidelab(["data", "check", ...classes, "--split", "groups"]);
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining("--group-from")]);
    const same = await train(...classes, "--group-from", "folder", "--out", "runs/same");
    expect([same.code, same.stderr]).toEqual([2, expect.stringContaining("received both from the name of its folder")]);
  });
});
