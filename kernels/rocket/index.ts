// A module of its own, for src/classical alone: who trains networks does not load it. Additions, multiplications and comparisons
// are never fused here, so that there is one build, with the same bits on every host.
export { combine, dilate } from "./convolve";
export { mini_rocket, multi_rocket } from "./pools";
export { hydra } from "./hydra";
