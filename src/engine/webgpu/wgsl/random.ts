/**
 * PyTorch's generator (MT19937) on the device: the words of its stream, and dropout masks from them, as kernels/random.ts. The words come
 * one after another, 227 at most at a time. So that more than one workgroup can make them, the stream is cut into runs, whose
 * states are found by jumps (`random/mt19937-jump.ts`) from the words at its beginning.
 */
import { defineFlat, defineKernel } from "../kernel.ts";

/** Words of a state. */
export const STATE_WORDS = 624;

/** Words of a run of a small batch: whole states, and whole words of a mask. */
export const RUN = 64_896;

/** The same of a large batch, whose pieces would be many. */
export const LONG_RUN = 4 * RUN;

/** Words that jumps are made from, behind the first state: as many as a polynomial has powers, whole states. */
export const JUMP_WORDS = 33 * STATE_WORDS;

/** A jump's sum is made in parts, whose polynomials are whole u32. */
const PARTS = 16;
const PART_WORDS = STATE_WORDS / PARTS;
export const SEED_WORDS = PARTS * STATE_WORDS;

/** Words that can be made at once, a whole number of subgroups. */
const AT_ONCE = 224;

/**
 * words (STATE_WORDS + count): a state, then the `count` words that follow it. The state is `state` or, with `continues`, what is in `words` from
 * `end` on.
 */
export const streamWords = defineKernel({
  name: "stream words",
  arrays: { state: "in u32", words: "out u32" },
  sizes: { end: "u32", count: "u32", continues: "u32" },
  threads: AT_ONCE,
  declarations: "var<workgroup> ring: array<u32, 1024>;",
  body: `  for (var i = lane; i < ${STATE_WORDS}u; i += ${AT_ONCE}u) {
    if (sizes.continues != 0u) { ring[i] = words[sizes.end + i]; } else { ring[i] = state[i]; }
  }
  storageBarrier();
  workgroupBarrier();
  for (var i = lane; i < ${STATE_WORDS}u; i += ${AT_ONCE}u) { words[i] = ring[i]; }
  for (var n = 0u; n < sizes.count; n += ${AT_ONCE}u) {
    let i = n + lane;
    if (i < sizes.count) {
      let joined = (ring[i & 1023u] & 0x80000000u) | (ring[(i + 1u) & 1023u] & 0x7fffffffu);
      let word = ring[(i + 397u) & 1023u] ^ (joined >> 1u) ^ (0x9908b0dfu * (joined & 1u));
      ring[(i + ${STATE_WORDS}u) & 1023u] = word;
      words[${STATE_WORDS}u + i] = word;
    }
    workgroupBarrier();
  }`,
});

/** seeds (runs − 1, PARTS, STATE_WORDS): for each run but the first and each part of its polynomial, its share of the words before the run. */
export const jumpSeeds = defineKernel({
  name: "jump seeds",
  arrays: { words: "in u32", polynomials: "in u32", seeds: "out u32" },
  sizes: {},
  threads: STATE_WORDS / 3,
  declarations: `var<workgroup> near: array<u32, ${32 * PART_WORDS + STATE_WORDS}>;`,
  body: `  let part = group.y;
  for (var i = lane; i < ${32 * PART_WORDS + STATE_WORDS}u; i += ${STATE_WORDS / 3}u) {
    near[i] = words[1u + part * ${32 * PART_WORDS}u + i];
  }
  workgroupBarrier();
  var sums = vec3u(0u);
  for (var w = 0u; w < ${PART_WORDS}u; w++) {
    var bits = polynomials[(group.x * ${PARTS}u + part) * ${PART_WORDS}u + w];
    while (bits != 0u) {
      let at = 32u * w + countTrailingZeros(bits) + lane;
      bits &= bits - 1u;
      sums ^= vec3u(near[at], near[at + ${STATE_WORDS / 3}u], near[at + ${(2 * STATE_WORDS) / 3}u]);
    }
  }
  let to = (group.x * ${PARTS}u + part) * ${STATE_WORDS}u + lane;
  seeds[to] = sums.x;
  seeds[to + ${STATE_WORDS / 3}u] = sums.y;
  seeds[to + ${(2 * STATE_WORDS) / 3}u] = sums.z;`,
});

/** words (STATE_WORDS + count): all but the first state, a workgroup for each run. Runs but the first begin one word later than a state. */
export const runWords = defineKernel({
  name: "run words",
  arrays: { seeds: "in u32", words: "out u32" },
  sizes: { count: "u32", run: "u32" },
  threads: AT_ONCE,
  declarations: "var<workgroup> ring: array<u32, 1024>;",
  body: `  let run = group.x;
  for (var i = lane; i < ${STATE_WORDS}u; i += ${AT_ONCE}u) {
    var word = 0u;
    if (run == 0u) { word = words[i]; } else {
      for (var part = 0u; part < ${PARTS}u; part++) { word ^= seeds[((run - 1u) * ${PARTS}u + part) * ${STATE_WORDS}u + i]; }
    }
    ring[i] = word;
  }
  workgroupBarrier();
  let start = select(run * sizes.run + 1u, 0u, run == 0u);
  let own = min(sizes.run + select(0u, 1u, run == 0u), sizes.count - min(start, sizes.count));
  for (var n = 0u; n < own; n += ${AT_ONCE}u) {
    let i = n + lane;
    if (i < own) {
      let joined = (ring[i & 1023u] & 0x80000000u) | (ring[(i + 1u) & 1023u] & 0x7fffffffu);
      let word = ring[(i + 397u) & 1023u] ^ (joined >> 1u) ^ (0x9908b0dfu * (joined & 1u));
      ring[(i + ${STATE_WORDS}u) & 1023u] = word;
      words[${STATE_WORDS}u + start + i] = word;
    }
    workgroupBarrier();
  }`,
});

/** mask (words of 32 elements) from `word` on: element e keeps its value if the 53 bits of two words from `first + 2 · e` lie below the threshold. */
export const maskBits = defineFlat({
  name: "mask bits",
  arrays: { words: "in u32", mask: "out u32" },
  sizes: { first: "u32", word: "u32", elements: "u32", high: "u32", low: "u32" },
  body: `  var bits = 0u;
  for (var k = 0u; k < 32u; k++) {
    let element = 32u * index + k;
    if (element < sizes.elements) {
      let at = sizes.first + 2u * element;
      let high = temper(words[at]) & 0x1fffffu;
      if (high < sizes.high || (high == sizes.high && temper(words[at + 1u]) < sizes.low)) { bits |= 1u << k; }
    }
  }
  mask[sizes.word + index] = bits;`,
  declarations: `fn temper(word: u32) -> u32 {
  var y = word;
  y ^= y >> 11u;
  y ^= (y << 7u) & 0x9d2c5680u;
  y ^= (y << 15u) & 0xefc60000u;
  return y ^ (y >> 18u);
}`,
});

/** state (STATE_WORDS) = words from `first` on. */
export const copyState = defineFlat({
  name: "copy state",
  arrays: { words: "in u32", state: "out u32" },
  sizes: { first: "u32" },
  body: "  state[index] = words[sizes.first + index];",
});
