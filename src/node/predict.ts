/** `tidelab/predict` in Node: the same names, with the threads and the kernels that Node has. */
import "./platform.ts";

export * from "../predict/index.ts";
