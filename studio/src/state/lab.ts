/** The lab of the course as a spec: what `tidelab lab` runs. */
import { models, parseSpec, type Spec, type SpecInput } from "tidelab";

export const LAB: SpecInput = {
  name: "lab",
  data: { kind: "waves", samples: 1200, length: 200, noise: 0.15 },
  model: models.recurrent(),
};

export function labSpec(): Spec {
  return parseSpec(LAB);
}
