/** The built package, whose workers Node can start. */
export { compile, train, waves } from "../../dist/node/index.js";
export { cnn, recurrent } from "../../src/zoo/index.ts";
