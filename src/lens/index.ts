/** `tidelab/lens`: looks into a model at one series: its gates, states, activations and gradients. In Node, `node/lens.ts` adds its kernels. */
export { createLens, type Lens, type LensOptions } from "./lens.ts";
export type { CellValue, CellView, LayerView, SeriesGradients, SeriesView, StateGradients } from "./views.ts";
