/** `tidelab/runs` in Node: the same names, on the threads and with the kernels that Node has. */
import "./platform.ts";

export * from "../runs/index.ts";
