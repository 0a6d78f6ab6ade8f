/**
 * Finds out how a GPU rounds, by computing some thousand values on it and on the CPU. A device that does not give the engine's bits by any
 * of the ways in `wgsl/arithmetic.ts` is not used.
 */
import { fusedMultiplyAdd } from "../../random/torch.ts";
import type { Numerics } from "../numerics.ts";
import { createMemory, instantiate, kernelModule, RESERVED_BYTES } from "../wasm/kernels.ts";
import { Gpu } from "./gpu.ts";
import { defineFlat, flatGroups } from "./kernel.ts";
import type { Arithmetic } from "./wgsl/arithmetic.ts";

/** What a device is tested for. */
export type Operation = "product" | "sum" | "multiply-add" | "division" | "sigmoid" | "tanh" | "separate product";

export type TestResult = { readonly arithmetic: Arithmetic } | { readonly failed: Operation };

const COUNT = 4096;

/** In the order of the kernel's results. */
const OPERATIONS: readonly Operation[] = [
  "product",
  "sum",
  "multiply-add",
  "division",
  "sigmoid",
  "tanh",
  "separate product",
];

const arithmeticTest = defineFlat({
  name: "arithmetic test",
  arrays: { a: "in", b: "in", c: "in", x: "in", results: "out" },
  sizes: {},
  body: `  let p = a[index];
  let q = b[index];
  let r = c[index];
  results[index] = p * q;
  results[sizes.count + index] = p + r;
  results[2u * sizes.count + index] = madd(p, q, r);
  results[3u * sizes.count + index] = divide(p, q);
  results[4u * sizes.count + index] = sigmoid_of(x[index]);
  results[5u * sizes.count + index] = tanh_of(x[index]);
  results[6u * sizes.count + index] = opaque(p * q) + r;`,
});

/** @returns how the device computes what this build of the engine computes, or what it cannot */
export async function testArithmetic(device: GPUDevice, numerics: Numerics): Promise<TestResult> {
  const inputs = testInputs();
  const expected = await expectedResults(inputs, numerics);
  const multiplyAdd = numerics === "fused" ? "fused" : "separate";
  let failed: Operation = "product";
  for (const division of ["native", "refined"] as const) {
    const arithmetic: Arithmetic = { multiplyAdd, division };
    const results = await compute(new Gpu(device, arithmetic), inputs);
    const wrong = OPERATIONS.find((_, index) => !agree(results[index]!, expected[index]!));
    if (wrong === undefined) return { arithmetic };
    failed = wrong;
    if (wrong !== "division") break;
  }
  return { failed };
}

interface Inputs {
  readonly a: Float32Array;
  readonly b: Float32Array;
  readonly c: Float32Array;
  readonly x: Float32Array;
}

/** Numbers of many sizes; in c, such that a · b and c nearly cancel; in x, arguments of activations. Always the same. */
function testInputs(): Inputs {
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const number = (exponents: number) => {
    return Math.fround((random() < 0.5 ? -1 : 1) * (1 + random()) * 2 ** Math.round((random() - 0.5) * exponents));
  };
  const [a, b, c, x] = [0, 1, 2, 3].map(() => new Float32Array(COUNT)) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  for (let i = 0; i < COUNT; i++) {
    a[i] = number(i % 8 === 0 ? 120 : 24);
    b[i] = number(i % 16 === 0 ? 120 : 24);
    const product = a[i]! * b[i]!;
    c[i] = [number(40), -product, -product * (1 + (random() - 0.5) * 1e-6), number(6)][i % 4]!;
    x[i] = [(random() - 0.5) * 12, (random() - 0.5) * 200, number(40), (random() - 0.5) * 2][i % 4]!;
  }
  return { a, b, c, x };
}

async function expectedResults({ a, b, c, x }: Inputs, numerics: Numerics): Promise<Float32Array[]> {
  const of = (write: (i: number) => number) => Float32Array.from({ length: COUNT }, (_, i) => write(i));
  const separate = of((i) => Math.fround(a[i]! * b[i]!) + c[i]!);
  const memory = createMemory(RESERVED_BYTES + 2 * COUNT * 4);
  const kernels = instantiate(await kernelModule(numerics), memory);
  const [from, to] = [RESERVED_BYTES, RESERVED_BYTES + COUNT * 4];
  const activated = (kernel: "sigmoid" | "tanh") => {
    new Float32Array(memory.buffer, from, COUNT).set(x);
    kernels[kernel](from, to, COUNT);
    return new Float32Array(memory.buffer, to, COUNT).slice();
  };
  return [
    of((i) => a[i]! * b[i]!),
    of((i) => a[i]! + c[i]!),
    numerics === "fused" ? of((i) => fusedMultiplyAdd(a[i]!, b[i]!, c[i]!)) : separate,
    of((i) => a[i]! / b[i]!),
    activated("sigmoid"),
    activated("tanh"),
    separate,
  ];
}

async function compute(gpu: Gpu, { a, b, c, x }: Inputs): Promise<Float32Array[]> {
  const inputs = [a, b, c, x].map((values) => {
    const buffer = gpu.storage("test", values.byteLength);
    gpu.write(buffer, values);
    return buffer;
  });
  const results = gpu.storage("results", OPERATIONS.length * COUNT * 4);
  const compiled = await gpu.compile(arithmeticTest);
  const uniforms = gpu.uniforms(1);
  gpu.writeSizes(uniforms, 0, arithmeticTest, { count: COUNT });
  const encoder = gpu.device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(compiled.pipeline);
  pass.setBindGroup(0, gpu.bind(compiled, uniforms, 0, [...inputs, results]));
  pass.dispatchWorkgroups(...flatGroups(COUNT));
  pass.end();
  gpu.device.queue.submit([encoder.finish()]);
  const read = await gpu.read(OPERATIONS.map((_, index) => ({ buffer: results, bytes: (index + 1) * COUNT * 4 })));
  for (const buffer of [...inputs, results, uniforms]) buffer.destroy();
  return read.map((values, index) => values.subarray(index * COUNT));
}

/** Smallest number that is not subnormal. Subnormal results may become zero; they never reach a weight (decision 065). */
const SMALLEST = 2 ** -126;

function agree(received: Float32Array, expected: Float32Array): boolean {
  return expected.every(
    (value, i) => Object.is(value, received[i]) || (Math.abs(value) < SMALLEST && Math.abs(received[i]!) < SMALLEST),
  );
}
