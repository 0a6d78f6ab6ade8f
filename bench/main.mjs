/**
 * The lab's training epoch beside PyTorch's, interleaved in one run: `npm run bench` (`-- --quick` for fewer rounds).
 * Prints a table and writes RESULTS.md. PyTorch is the Python with torch that TIDELAB_BENCH_PYTHON names; without it, it is
 * named as absent. Run it with nothing else running: the load is printed on top.
 */
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { createInterface } from "node:readline";
import { compile, models, train, waves } from "../dist/node.js";
import { measurePeak } from "./peak.mjs";

const quick = process.argv.includes("--quick");
const rounds = quick ? 3 : 9;
const python = process.env.TIDELAB_BENCH_PYTHON;

/** Multiply-adds count two; forward and backward products of the recurrent layers, 840 series of 200 steps. */
const GATES = { lstm: 4, gru: 3 };
function epochFlops(cell) {
  const gates = GATES[cell] * 64;
  const forward = 2 * 2 * gates * (1 + 64 + (128 + 64)); // two directions, two layers
  return 3 * forward * 200 * 840;
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const spread = (values) => `${Math.min(...values).toFixed(2)}–${Math.max(...values).toFixed(2)}`;

/** Tidelab, one epoch a call: a training that yields after every epoch and is not asked for more until the next call. */
async function tidelabPeer(cell, threads) {
  const data = waves({ seed: 7 });
  const model = compile(models.recurrent({ cell }), { length: 200, classes: 2, seed: 7 });
  const events = train(model, { train: data.train, val: data.val }, { epochs: 1000 }, { threads });
  return {
    async epoch() {
      for (;;) {
        const { value } = await events.next();
        if (value.type === "epoch") return value.record.trainSeconds;
      }
    },
    close: () => events.return(),
  };
}

async function torchPeer(cell, threads) {
  const script = new URL("./torch-epochs.py", import.meta.url).pathname;
  const child = spawn(python, [script, "--cell", cell, "--threads", String(threads)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const version = (await lines.next()).value;
  return {
    version,
    async epoch() {
      child.stdin.write("go\n");
      return Number((await lines.next()).value.split(" ")[0]);
    },
    close: () => child.stdin.end(),
  };
}

const out = [];
const print = (line = "") => {
  out.push(line);
  console.log(line);
};

print("# Measurements");
print();
print(
  `Written by \`TIDELAB_BENCH_PYTHON=… npm run bench${quick ? " -- --quick" : ""}\` on ${new Date().toISOString().slice(0, 10)}.`,
);
print();
print(
  `- ${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB; load before: ${loadavg()[0]?.toFixed(2)}`,
);
print(`- Node ${process.versions.node}, V8 ${process.versions.v8}`);
const peaks = { fused: await measurePeak("fused"), portable: await measurePeak("portable") };
print(
  `- Peak of one core in WebAssembly, registers only: ${peaks.fused.toFixed(1)} GFLOP/s fused, ${peaks.portable.toFixed(1)} portable`,
);
if (!python) print("- PyTorch: absent (set TIDELAB_BENCH_PYTHON to a Python with torch)");
print();
print(
  "Seconds of the lab's training epoch (840 series of 200 steps, batch 32, two bidirectional layers of 64), medians of",
);
print(
  `${rounds} interleaved rounds after a warm-up; ratio: median of PyTorch's seconds over Tidelab's, round by round.`,
);
print();
print("| cell | threads | Tidelab s | spread | GFLOP/s a core | of peak | PyTorch s | spread | ratio |");
print("| ---- | ------: | --------: | ------ | -------------: | ------: | --------: | ------ | ----: |");
let version;
for (const cell of ["lstm", "gru"]) {
  for (const threads of [1, 2]) {
    const ours = await tidelabPeer(cell, threads);
    const theirs = python ? await torchPeer(cell, threads) : undefined;
    version ??= theirs?.version;
    const [a, b] = [[], []];
    for (let round = 0; round <= rounds; round++) {
      const seconds = await ours.epoch();
      const torch = await theirs?.epoch();
      if (round === 0) continue; // warm-up
      a.push(seconds);
      if (torch !== undefined) b.push(torch);
    }
    await ours.close();
    theirs?.close();
    const rate = epochFlops(cell) / median(a) / threads / 1e9;
    const ratio = b.length > 0 ? median(b.map((seconds, index) => seconds / a[index])).toFixed(2) : "–";
    const torch = b.length > 0 ? `${median(b).toFixed(2)} | ${spread(b)}` : "absent | –";
    print(
      `| ${cell} | ${threads} | ${median(a).toFixed(2)} | ${spread(a)} | ${rate.toFixed(1)} | ${((100 * rate) / peaks.fused).toFixed(0)} % | ${torch} | ${ratio} |`,
    );
  }
}
print();
if (version) print(`PyTorch ${version}. `);
print(
  `Peak memory of this process: ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB. Load after: ${loadavg()[0]?.toFixed(2)}.`,
);
writeFileSync(new URL("./RESULTS.md", import.meta.url), `${out.join("\n")}\n`);
