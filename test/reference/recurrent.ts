/**
 * Float64 twin of a recurrent layer: one cell over time, in one or both directions, in layers with dropout between.
 * One series after another, one step after another; the cells are `lstm.ts`, `gru.ts` and `rnn.ts`.
 */
import { map, type Pass, Tensor } from "./tensor.ts";

/** What passes from step to step: h, and the LSTM's c (other cells hand it on unread). */
export interface State {
  h: Tensor;
  c: Tensor;
}

/** Of one layer and direction: ih (G, C), hh (G, H), biases (G), G = H times the number of gates. Gradients have the same form. */
export interface CellWeights {
  ih: Tensor;
  hh: Tensor;
  biasIh: Tensor | undefined;
  biasHh: Tensor | undefined;
}

/** One step of one series. `backward` adds to `grads` and returns the gradients of x and of the state before. */
export type Cell = (
  x: Tensor,
  state: State,
  weights: CellWeights,
) => { next: State; backward(dNext: State, grads: CellWeights): { dx: Tensor; dState: State } };

/** A single direction of a single layer, with the steps in the order they were taken. */
interface Run {
  weights: CellWeights;
  steps: ReturnType<Cell>[][];
}

/**
 * @param tensors  x (B, T, C); `weight_ih_l0`, `weight_hh_l0`, `bias_ih_l0`, … `_reverse` as in PyTorch; h0 and c0 (L·D, B, H) or none for zeros
 * @param masks    factors (B, T, D·H) of the dropout after each layer but the last; empty for none
 * @param isForwardOnly  keeps no steps, so that `backward` throws: they are most of what a pass costs
 * @returns        output (B, T, D·H), hn and cn (L·D, B, H)
 */
export function recurrent(
  cell: Cell,
  options: { hiddenSize: number; numLayers: number; bidirectional: boolean },
  tensors: Readonly<Record<string, Tensor>>,
  masks: readonly Tensor[],
  isForwardOnly = false,
): Pass {
  const { hiddenSize, numLayers } = options;
  const suffixes = options.bidirectional ? ["", "_reverse"] : [""];
  const width = hiddenSize * suffixes.length;
  const x = named(tensors, "x");
  const [batch, time] = [x.size(0), x.size(1)];
  const stateShape = [numLayers * suffixes.length, batch, hiddenSize];
  const { h0 = new Tensor(stateShape), c0 = new Tensor(stateShape) } = tensors;
  const [hn, cn] = [new Tensor(stateShape), new Tensor(stateShape)];
  /** The time of step s: the reverse direction starts at the end. */
  const timeOf = (s: number, direction: number) => (direction === 0 ? s : time - 1 - s);

  const runs: Run[][] = [];
  const inputs: Tensor[] = [];
  let sequence = x;
  for (let layer = 0; layer < numLayers; layer++) {
    inputs.push(sequence);
    const output = new Tensor([batch, time, width]);
    const below = sequence;
    runs.push(
      suffixes.map((suffix, direction) => {
        const weights = weightsOf(tensors, `l${layer}${suffix}`);
        const index = layer * suffixes.length + direction;
        const steps = range(batch).map((b) => {
          let state: State = { h: vector(h0, index, b), c: vector(c0, index, b) };
          const taken: ReturnType<Cell>[] = [];
          for (let s = 0; s < time; s++) {
            const t = timeOf(s, direction);
            const step = cell(vector(below, b, t), state, weights);
            state = step.next;
            for (let j = 0; j < hiddenSize; j++) output.set(state.h.at(j), b, t, direction * hiddenSize + j);
            if (!isForwardOnly) taken.push(step);
          }
          for (let j = 0; j < hiddenSize; j++) {
            hn.set(state.h.at(j), index, b, j);
            cn.set(state.c.at(j), index, b, j);
          }
          return taken;
        });
        return { weights, steps };
      }),
    );
    const mask = layer < numLayers - 1 ? masks[layer] : undefined;
    sequence = mask ? map((v, m) => v * m, output, mask) : output;
  }

  function backward(dOutput: Tensor): Record<string, Tensor> {
    if (isForwardOnly) throw new Error("a forward pass that kept no steps has no way back");
    const grads: Record<string, Tensor> = {};
    const [dh0, dc0] = [new Tensor(stateShape), new Tensor(stateShape)];
    let dSequence = dOutput;
    for (let layer = numLayers - 1; layer >= 0; layer--) {
      const mask = layer < numLayers - 1 ? masks[layer] : undefined;
      const dHere = mask ? map((d, m) => d * m, dSequence, mask) : dSequence;
      const dBelow = new Tensor((inputs[layer] as Tensor).shape); // one input a layer
      for (const [direction, { weights, steps }] of (runs[layer] as Run[]).entries()) {
        const sums = likeWeights(weights);
        const index = layer * suffixes.length + direction;
        for (const [b, taken] of steps.entries()) {
          let d: State = { h: new Tensor([hiddenSize]), c: new Tensor([hiddenSize]) };
          for (const [s, step] of [...taken.entries()].reverse()) {
            const t = timeOf(s, direction);
            for (let j = 0; j < hiddenSize; j++) d.h.add(dHere.at(b, t, direction * hiddenSize + j), j);
            const { dx, dState } = step.backward(d, sums);
            for (let c = 0; c < dx.size(0); c++) dBelow.add(dx.at(c), b, t, c);
            d = dState;
          }
          for (let j = 0; j < hiddenSize; j++) {
            dh0.set(d.h.at(j), index, b, j);
            dc0.set(d.c.at(j), index, b, j);
          }
        }
        Object.assign(grads, namesOf(sums, `l${layer}${suffixes[direction]}`));
      }
      dSequence = dBelow;
    }
    return { ...grads, x: dSequence, ...(tensors.h0 && { h0: dh0 }), ...(tensors.c0 && { c0: dc0 }) };
  }

  return { outputs: { output: sequence, hn, cn }, backward };
}

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** A copy of the last axis at (i, j). */
function vector(t: Tensor, i: number, j: number): Tensor {
  const out = new Tensor([t.size(-1)]);
  for (let k = 0; k < out.size(0); k++) out.set(t.at(i, j, k), k);
  return out;
}

function named(tensors: Readonly<Record<string, Tensor>>, name: string): Tensor {
  const tensor = tensors[name];
  if (!tensor) throw new Error(`no tensor ${name}`);
  return tensor;
}

function weightsOf(tensors: Readonly<Record<string, Tensor>>, suffix: string): CellWeights {
  return {
    ih: named(tensors, `weight_ih_${suffix}`),
    hh: named(tensors, `weight_hh_${suffix}`),
    biasIh: tensors[`bias_ih_${suffix}`],
    biasHh: tensors[`bias_hh_${suffix}`],
  };
}

function namesOf({ ih, hh, biasIh, biasHh }: CellWeights, suffix: string): Record<string, Tensor> {
  return {
    [`weight_ih_${suffix}`]: ih,
    [`weight_hh_${suffix}`]: hh,
    ...(biasIh && { [`bias_ih_${suffix}`]: biasIh }),
    ...(biasHh && { [`bias_hh_${suffix}`]: biasHh }),
  };
}

/** Zeros to add gradients to. */
function likeWeights({ ih, hh, biasIh, biasHh }: CellWeights): CellWeights {
  return {
    ih: new Tensor(ih.shape),
    hh: new Tensor(hh.shape),
    biasIh: biasIh && new Tensor(biasIh.shape),
    biasHh: biasHh && new Tensor(biasHh.shape),
  };
}
