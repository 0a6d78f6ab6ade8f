/**
 * PyTorch's generator (MT19937) on the device: the words of its stream, and dropout masks from them, as kernels/random.ts. The words come
 * one after another, 227 at most at a time, so one workgroup makes them; the masks are made of them by all.
 */
import { defineFlat, defineKernel } from "../kernel.ts";

/** Words of a state. */
export const STATE_WORDS = 624;

/** Words that can be made at once, a whole number of subgroups. */
const AT_ONCE = 224;

/**
 * words (STATE_WORDS + count): a state, then the `count` words that follow it. The state is `state` or, with `continues`, the end of what is in
 * `words`.
 */
export const streamWords = defineKernel({
  name: "stream words",
  arrays: { state: "in u32", words: "out u32" },
  sizes: { count: "u32", continues: "u32" },
  threads: AT_ONCE,
  declarations: "var<workgroup> ring: array<u32, 1024>;",
  body: `  for (var i = lane; i < ${STATE_WORDS}u; i += ${AT_ONCE}u) {
    if (sizes.continues != 0u) { ring[i] = words[sizes.count + i]; } else { ring[i] = state[i]; }
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
