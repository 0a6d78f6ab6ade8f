/** `tidelab/webgpu` in Node: the same names, with the way to a GPU that Node has. */
import "./dawn.ts";

export * from "../engine/webgpu/index.ts";
