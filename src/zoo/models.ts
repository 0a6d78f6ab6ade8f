/** The two models that the default entry exports as `models`; all others are in `tidelab/zoo`. */
export { type CnnOptions, cnn } from "./cnn.ts";
export { type Pooling, type RecurrentOptions, recurrent } from "./recurrent.ts";
