/** `tidelab/zoo`: models to start from, one a file. Each returns a list of layers, as a spec has them; nothing here knows how they run. */
export { type CnnOptions, cnn } from "./cnn.ts";
export { type Pooling, type RecurrentOptions, recurrent } from "./recurrent.ts";
