/** `tidelab/lens` in Node: the same names, with the kernels that Node has. */
import "./platform.ts";

export * from "../lens/index.ts";
