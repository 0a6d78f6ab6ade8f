/**
 * Looks into a model at one series: the values of its layers on the way there, the gradients of the loss on the way back. On this thread
 * alone, with weights of its own; it changes nothing of any session.
 */
import type { DeviceModel, Inspected, InspectedGradients, Inspector, Numerics, Weights } from "../device.ts";
import { kernelModule, resolveNumerics } from "./kernels.ts";
import { type BoundProgram, Lane } from "./lane.ts";
import { programSource } from "./lower/program.ts";
import type { Tap } from "./program.ts";

/** @throws TidelabError `numerics.unavailable`, `memory.exhausted` */
export async function openInspector(model: DeviceModel, numerics?: Numerics | "auto"): Promise<Inspector> {
  const module = await kernelModule(await resolveNumerics(numerics));
  return new WasmInspector(new Lane(programSource(model), module));
}

class WasmInspector implements Inspector {
  readonly #lane: Lane;

  constructor(lane: Lane) {
    this.#lane = lane;
  }

  setWeights({ parameters, states }: Weights): void {
    this.#lane.parameters.set(parameters);
    this.#lane.states.set(states);
    this.#lane.prepare();
  }

  async look(series: Float32Array, length: number): Promise<Inspected> {
    const bound = this.#lane.program({ rows: 1, length, training: false, taps: true });
    this.#run(bound, series, 0);
    const taps = bound.program.taps.map((tap) => {
      const { layer, name, rows, width } = tap;
      return { layer, name, rows, width, values: this.#read(bound, tap) };
    });
    return { logits: this.#copy(bound, bound.program.logits), taps };
  }

  async gradients(series: Float32Array, length: number, label: number): Promise<InspectedGradients> {
    // Without `training` dropout is the identity and statistics are the running ones, on the way back as on the way there.
    const bound = this.#lane.program({ rows: 1, length, training: false, inputGradient: true, probe: true });
    const { losses, probes, inputGradient } = bound.program;
    // Gradients of the weights are added to this, which nobody reads.
    this.#lane.kernels.fill_zero(this.#lane.gradientAddress(), this.#lane.parameterCount);
    this.#run(bound, series, label);
    if (inputGradient === undefined) throw new Error("the layers gave no gradient of their input");
    const doubles = (buffer: typeof losses) =>
      new Float64Array(this.#lane.memory.buffer, bound.address(buffer), buffer.bytes / 8).slice();
    return {
      loss: doubles(losses)[0]!, // one series
      input: this.#copy(bound, inputGradient),
      states: [...probes].map(([name, buffer]) => ({ name, squares: doubles(buffer) })),
    };
  }

  /** With one series, the program's (T, R, C) is the series' own (T, C). */
  #run(bound: BoundProgram, series: Float32Array, label: number): void {
    const { input, labels } = bound.program;
    this.#lane.floats(bound.address(input), series.length).set(series);
    new Int32Array(this.#lane.memory.buffer, bound.address(labels), 1)[0] = label;
    this.#lane.runPhase(bound, 0, { batchRows: 1, rowOffset: 0, inverseWeight: 1 });
  }

  #copy(bound: BoundProgram, buffer: BoundProgram["program"]["logits"]): Float32Array {
    return this.#lane.floats(bound.address(buffer), buffer.bytes / 4).slice();
  }

  /** A tap's rows, one after the other. */
  #read(bound: BoundProgram, { place, rows, width, stride }: Tap): Float32Array {
    const from = bound.address(place.buffer) + place.byteOffset;
    const values = new Float32Array(rows * width);
    for (let row = 0; row < rows; row++) values.set(this.#lane.floats(from + row * stride * 4, width), row * width);
    return values;
  }
}
