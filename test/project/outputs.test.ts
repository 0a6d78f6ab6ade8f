/** What commands print with `--json` fits schema/outputs.schema.json, read by a validator that is not ours; a key more does not. */
import { mkdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createScratch, type Scratch, TINY_BASE } from "../sweep/tiny-sweep.ts";

const file = fileURLToPath(import.meta.resolve("tidelab/outputs.schema.json"));
const schema = JSON.parse(readFileSync(file, "utf8")) as { $id: string; $defs: object };
const ajv = new Ajv2020({ strict: false }).addSchema(schema);
const validator = (command: string) => {
  const validate = ajv.getSchema(`${schema.$id}#/$defs/${command}`);
  if (validate === undefined) throw new Error(`no definition of ${command}`);
  return validate;
};

/** Objects whose keys are the user's, or those of a table. */
const OPEN = /(^|\.)(settings|params|changes|probabilities|definition|values|recorded|found|reading|sampling)(\.|$)/;

/** Copies of a document with an unknown key in one object each. */
function* withUnknownKeys(document: unknown): Generator<{ path: string; copy: unknown }> {
  const root = { document: structuredClone(document) };
  function* visit(value: unknown, path: string): Generator<{ path: string; copy: unknown }> {
    if (typeof value !== "object" || value === null || OPEN.test(path)) return;
    if (!Array.isArray(value) && path !== "") {
      Object.assign(value, { zzz: 1 });
      yield { path, copy: root.document };
      delete (value as { zzz?: number }).zzz;
    }
    for (const [key, inner] of Object.entries(value)) yield* visit(inner, path === "" ? key : `${path}.${key}`);
  }
  yield* visit(root, "");
}

const SPEC = { ...TINY_BASE, name: "tiny" };
const SWEEP = { name: "rates", base: "spec.json", axes: [{ path: "training.lr", values: [0.01, 1e30] }], seeds: 1 };

/** Commands in an order in which each finds what it needs, with the exit code. `$removed` is the id of the run that `runs rm` removed. */
const OUTPUTS: readonly [definition: string, command: string, code?: number][] = [
  ["train", "train spec.json --out runs/a"],
  ["train", "train diverging.json --out runs/diverged", 1],
  ["lab", "lab --samples 40 --length 10 --hidden 3 --layers 1 --epochs 1 --out runs/lab"],
  ["fork", "fork runs/a --continue --set training.epochs=1 --out runs/b"],
  ["lr-find", "lr-find spec.json --steps 20 --out found"],
  ["data-info", "data info waves.csv"],
  ["data-check", "data check waves.csv"],
  ["data-check", "data check twice.csv", 1],
  ["data-plot", "data plot waves.csv --output waves.svg"],
  ["data-convert", "data convert waves.csv --output waves.ts"],
  ["check-spec", "check spec spec.json"],
  ["check-padding", "check padding spec.json"],
  ["evaluate", "evaluate runs/a"],
  ["evaluate", "evaluate runs/a --split train"],
  ["predict", "predict runs/a --input series.csv"],
  ["predict", "predict runs/a --input labelled.csv --output out.csv"],
  ["train", "train classical.json --out runs/c"],
  ["predict", "predict runs/c --input series.csv"],
  ["verify", "verify runs/c"],
  ["verify", "verify runs/a runs/c"],
  ["compare", "compare runs/a runs/c"],
  ["report", "report runs/c --out classical.html"],
  ["figures", "figures runs/a"],
  ["devices", "devices"],
  ["verify", "verify runs/a"],
  ["verify", "verify runs/a/report.html"],
  ["verify", "verify runs/a runs/a/report.html missing", 2],
  ["verify", "verify runs/a runs/edited", 1],
  ["lab", "lab --lr -5", 2],
  ["train", "train nowhere.csv", 2],
  ["predict", "predict runs/a", 2],
  ["runs", "runs --filter status=finishd", 2],
  ["verify", "verify runs/edited", 1],
  ["compare", "compare runs/a runs/b"],
  ["sweep", "sweep sweep.json --jobs 1"],
  ["sweep", "sweep sweep.json --max-runs 1 --out part"],
  ["sweep", "sweep bad-sweep.json", 2],
  ["report", "report sweeps/rates --out report.html"],
  ["report", "report sweeps/rates --out report.md"],
  // Without a queue; with one: test/queue/commands.test.ts.
  ["sweep-status", "sweep status", 2],
  ["sweep-pause", "sweep pause rates", 2],
  ["sweep-resume", "sweep resume rates", 2],
  ["sweep-cancel", "sweep cancel rates", 2],
  ["sweep-retry", "sweep retry rates", 2],
  ["sweep-workers", "sweep workers", 2],
  ["sweep", "sweep sweep.json --queue --out queued", 2],
  ["worker", "worker", 2],
  ["exercise", "exercise nothing", 2],
  ["benchmark", "benchmark suite.json --published published.csv --jobs 1"],
  ["benchmark", "benchmark suite.json --verify"],
  ["benchmark", "benchmark missing.json", 2],
  ["runs-note", "runs note runs/a words"],
  ["runs-tag", "runs tag runs/b short"],
  ["runs", "runs"],
  ["runs-untag", "runs untag runs/b short"],
  ["runs-pull", "runs pull runs/a", 2],
  ["runs-gc", "runs gc --dry-run"],
  ["runs-export", "runs export"],
  ["runs-export", "runs export --output all.jsonl"],
  ["runs-import", "runs import all.jsonl"],
  ["runs-import", "runs import broken.jsonl", 1],
  ["runs-rm", "runs rm runs/b"],
  ["runs", "runs --trash"],
  ["runs-restore", "runs restore $removed"],
  ["runs-rebuild", "runs rebuild", 1],
];

let scratch: Scratch;
beforeAll(async () => {
  scratch = await createScratch();
  await scratch.write("spec.json", SPEC);
  await scratch.write("classical.json", { data: SPEC.data, classifier: { method: "dtw" } });
  await scratch.write("diverging.json", { ...SPEC, training: { ...SPEC.training, lr: 1e30 } });
  await scratch.write("sweep.json", SWEEP);
  const waves = { data: { kind: "waves", samples: 40, length: 12 } };
  const models = { "1NN-DTW": { classical: "dtw" }, tiny: { spec: "spec.json" } };
  await scratch.write("suite.json", { name: "suite", datasets: { waves }, models });
  const figures = "dataset,model,mean,sd,runs,source,protocol\nwaves,1nn dtw,90,,,a paper,archive split\n";
  await scratch.write("published.csv", figures);
  await scratch.write("bad-sweep.json", { ...SWEEP, axes: [{ path: "training.rl", values: [1, 2] }], seeds: -1 });
  const row = Array.from({ length: 10 }, (_, t) => Math.sin(t)).join(",");
  await scratch.write("series.csv", `${row}\n${row}\n`);
  const names = Array.from({ length: 10 }, (_, t) => `t${t}`).join(",");
  await scratch.write("labelled.csv", `id,label,${names}\na,sine,${row}\n`);
  await scratch.write("broken.jsonl", "{}\n");
  const rows = Array.from(
    { length: 20 },
    (_, n) => `${n % 2 ? "a" : "b"},${[0, 1, 2, 3].map((t) => Math.sin(n * n + t))}`,
  );
  await scratch.write("waves.csv", `label,${[0, 1, 2, 3].map((t) => `t${t}`)}\n${rows.join("\n")}\n`);
  const twice = rows.map((row) => row.replace(/,.*/, rows[0]!.replace(/^./, "")));
  await scratch.write("twice.csv", `label,${[0, 1, 2, 3].map((t) => `t${t}`)}\n${twice.join("\n")}\n`);
});
afterAll(() => scratch.remove());

describe("--json", () => {
  const printed = new Map<string, unknown>();

  it.each(OUTPUTS.map(([definition, command, code = 0]) => ({ definition, command, code })))(
    "$command fits $definition",
    async ({ definition, command, code }) => {
      if (command.includes("runs/edited") && !printed.has("edited")) await edit();
      if (definition === "runs-rebuild") await damage();
      const [removed] = (printed.get("runs-rm") ?? []) as { id: string }[];
      const args = command.replace("$removed", removed?.id ?? "").split(" ");
      const { stdout, stderr, code: ended } = await scratch.run([...args, "--json"]);
      expect({ ended, stderr }).toMatchObject({ ended: code });
      const document: unknown = JSON.parse(stdout);
      printed.set(definition, document);
      const validate = validator(definition);
      expect([validate(document), validate.errors]).toEqual([true, null]);
      let changed = 0;
      for (const { path, copy } of withUnknownKeys(document)) {
        changed++;
        expect([path, validate(copy)]).toEqual([path, false]);
      }
      expect(changed + (Array.isArray(document) ? 1 : 0)).toBeGreaterThan(0);
    },
  );

  /** A record whose numbers are not those that training gives, and a folder without its weights. */
  async function edit(): Promise<void> {
    printed.set("edited", true);
    mkdirSync(`${scratch.folder}/runs/edited`, { recursive: true });
    const record = JSON.parse(readFileSync(`${scratch.folder}/runs/a/run.json`, "utf8")) as {
      history: { trainLoss: number }[];
    };
    record.history[0]!.trainLoss += 1;
    await scratch.write("runs/edited/run.json", record);
  }

  /** A run that cannot be read. */
  async function damage(): Promise<void> {
    mkdirSync(`${scratch.folder}/runs/damaged`, { recursive: true });
    await scratch.write("runs/damaged/run.json", "{}");
  }
});

it("has a definition of every command, and each is tried", async () => {
  const { stdout } = await scratch.run(["--help"]);
  const commandsIn = (help: string) =>
    [...(help.split("Commands:\n")[1] ?? "").split("\n\n")[0]!.matchAll(/^ {2}([a-z-]+)/gm)].map(([, name]) => name!);
  const commands: string[] = [];
  for (const name of commandsIn(stdout).filter((one) => one !== "help")) {
    const { stdout: help } = await scratch.run([name, "--help"]);
    const inner = commandsIn(help).filter((one) => one !== "help");
    if (inner.length === 0 || name === "runs" || name === "sweep") commands.push(name);
    commands.push(...inner.map((one) => `${name}-${one}`));
  }
  expect(commands.length).toBeGreaterThan(20);
  for (const command of commands) expect(validator(command)).toBeTypeOf("function");
  const tried = new Set(OUTPUTS.map(([definition]) => definition));
  // `resume` prints what `train` prints: it is the same function. `studio` runs until it is ended: test/cli/studio.test.ts.
  expect(commands.filter((command) => !tried.has(command))).toEqual(["resume", "studio"]);
});

it("the $schema of run.json is the package's own file", async () => {
  const { $schema } = JSON.parse(readFileSync(`${scratch.folder}/runs/a/run.json`, "utf8")) as { $schema: string };
  const resolved = JSON.parse(readFileSync(fileURLToPath(import.meta.resolve($schema)), "utf8")) as { $id: string };
  expect(resolved.$id).toBe($schema);
});
