import { describe, expect, it } from "vitest";
import { arena, at, builds, expectClose, type Numbers, randoms } from "./arena.ts";

/** Mean loss from the definition, on float64 logits. */
function meanLoss(
  logits: Numbers,
  labels: Numbers,
  classes: number,
  weights: Numbers | null,
  smoothing: number,
): number {
  let total = 0;
  let divisor = 0;
  for (let row = 0; row < labels.length; row++) {
    const z = Array.from({ length: classes }, (_, c) => logits[row * classes + c] as number);
    const label = labels[row] as number;
    const sum = z.reduce((a, b) => a + Math.exp(b), 0);
    const w = (c: number) => (weights === null ? 1 : (weights[c] as number));
    for (let c = 0; c < classes; c++) {
      const target = (c === label ? (1 - smoothing) * w(label) : 0) + (smoothing / classes) * w(c);
      total -= target * Math.log(Math.exp(z[c] as number) / sum);
    }
    divisor += w(label);
  }
  return total / divisor;
}

function run(
  a: Awaited<ReturnType<typeof arena>>,
  logits: Numbers,
  labels: Numbers,
  weights: Numbers | null,
  eps: number,
) {
  const rows = labels.length;
  const classes = logits.length / rows;
  const divisor = Array.from(labels).reduce((s, y) => s + (weights === null ? 1 : (weights[y] as number)), 0);
  const x = a.f32AtEnd(logits);
  const y = a.i32(labels);
  const w = weights === null ? 0 : at(a.f32(weights));
  const dx = a.f32(x.length);
  const losses = a.f64(rows);
  const probs = a.f32(x.length);
  a.kernels.cross_entropy(at(x), at(y), w, eps, rows, classes, 1 / divisor, at(dx), at(losses), at(probs));
  a.check();
  return { loss: losses.reduce((s, l) => s + l, 0) / divisor, losses, dx, probs, x, y, w, divisor };
}

describe.each(builds)("cross_entropy (%s)", (numerics) => {
  // x, y, w below through torch.nn.functional.cross_entropy(x.double(), y, w, label_smoothing=e), then backward()
  const x = [1.5, -0.25, 0.75, 0.125, 2, -1, -3, 0.5, 0.25, 4, 4, -2.5];
  const y = [2, 1, 0, 1];
  const w = [0.5, 2, 1.25];
  it.each([
    [null, 0, 1.5550104407243452, [0.15187039051551462, 0.02639111665324006, -0.17826150716875466]],
    [null, 0.1, 1.5956354407243454, [0.1435370571821813, 0.018057783319906727, -0.161594840502088]],
    [w, 0, 0.9329736774676051, [0.13206120914392575, 0.022948797089773963, -0.1550100062336997]],
    [w, 0.1, 0.9944598263055703, [0.1291626584192881, 0.011354594191223241, -0.14051725261051132]],
  ])("is PyTorch's with weights %j and smoothing %d", async (weights, smoothing, loss, firstRow) => {
    const out = run(await arena(numerics), x, y, weights, smoothing);
    expect(out.loss).toBeCloseTo(loss, 13);
    expectClose(out.dx.subarray(0, 3), firstRow, 1e-7);
  });

  it.each([1, 2, 3, 4, 5, 7, 8, 10, 33])("agrees with the definition and its slope for %d classes", async (classes) => {
    const rows = 5;
    const logits = randoms(rows * classes, classes).map((v) => v * 4);
    const labels = Array.from({ length: rows }, (_, r) => (r * 7) % classes);
    const weights = randoms(classes, 99).map((v) => v + 1.5);
    for (const [use, smoothing] of [
      [null, 0],
      [null, 0.2],
      [weights, 0],
      [weights, 0.2],
    ] as const) {
      const out = run(await arena(numerics), logits, labels, use, smoothing);
      expect(out.loss).toBeCloseTo(meanLoss(logits, labels, classes, use, smoothing), 12);
      const slope = Array.from(logits, (_, i) => {
        const at = (d: number) =>
          meanLoss(
            Float64Array.from(logits, (v, j) => (i === j ? v + d : v)),
            labels,
            classes,
            use,
            smoothing,
          );
        return (at(1e-5) - at(-1e-5)) / 2e-5;
      });
      if (classes > 1) expectClose(out.dx, slope, 1e-6);
      else expectClose(out.dx, new Array(rows).fill(0), 0);
      const probs = Array.from(logits, (v, i) => {
        const row = logits.subarray(i - (i % classes), i - (i % classes) + classes);
        return Math.exp(v) / row.reduce((s, z) => s + Math.exp(z), 0);
      });
      expectClose(out.probs, probs, 1e-7);
    }
  });

  it("writes the gradient or the probabilities over the logits, and leaves out what is not asked for", async () => {
    const a = await arena(numerics);
    const out = run(a, x, y, w, 0.1);
    const copy = a.f32(x);
    const losses = a.f64(4);
    const call = (dx: number, probs: number) =>
      a.kernels.cross_entropy(at(copy), at(out.y), out.w, 0.1, 4, 3, 1 / out.divisor, dx, at(losses), probs);
    call(0, 0);
    expect([...copy]).toEqual(x);
    expect([...losses]).toEqual([...out.losses]);
    call(at(copy), 0);
    expect([...copy]).toEqual([...out.dx]);
    copy.set(x);
    call(0, at(copy));
    expect([...copy]).toEqual([...out.probs]);
    a.check();
  });

  it("stays finite for huge logits, and shows a NaN or an infinity", async () => {
    const big = run(await arena(numerics), [3e38, -3e38, 0, 1e4, 1e4, -1e4], [0, 1], null, 0);
    expectClose(big.losses, [0, Math.log(2)], 1e-12);
    expectClose(big.dx, [0, 0, 0, 0.25, -0.25, 0], 0);
    const off = run(await arena(numerics), [0, -Infinity, 0], [0], null, 0);
    expect(off.loss).toBeCloseTo(Math.log(2), 14);
    expectClose(off.dx, [-0.5, 0, 0.5], 0);
    expect(run(await arena(numerics), [0, -Infinity, 0], [1], null, 0).loss).toBe(Infinity);
    expect(run(await arena(numerics), [0, -Infinity, 0], [0], null, 0.1).loss).toBe(Infinity);
    const nan = run(await arena(numerics), [0, NaN, 0, 1, 1, 1], [0, 2], null, 0);
    expect([...nan.losses].map(Number.isNaN)).toEqual([true, false]);
    expect([...nan.dx].map(Number.isNaN)).toEqual([true, true, true, false, false, false]);
    expect(run(await arena(numerics), [Infinity, 0], [0], null, 0).loss).toBeNaN();
  });
});
