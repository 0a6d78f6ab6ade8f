/** `tidelab/zoo`: models to start from, one a file. Each returns a list of layers, as a spec has them; nothing here knows how they run. */
export { type CnnOptions, cnn } from "./cnn.ts";
export { type ConvTranOptions, convTran } from "./conv-tran.ts";
export { type FcnOptions, fcn } from "./fcn.ts";
export { type InceptionTimeOptions, inceptionTime } from "./inception-time.ts";
export { type LiteOptions, lite } from "./lite.ts";
export { type MlpOptions, mlp } from "./mlp.ts";
export type { DataShape, Preset } from "./preset.ts";
export { type PresetName, presets } from "./presets.ts";
export { type Pooling, type RecurrentOptions, recurrent } from "./recurrent.ts";
export { alstmFcn, gruFcn, lstmFcn, type RecurrentFcnOptions } from "./recurrent-fcn.ts";
export { type ResnetOptions, resnet } from "./resnet.ts";
export { type TcnOptions, tcn } from "./tcn.ts";
export { type TransformerOptions, transformer } from "./transformer.ts";
