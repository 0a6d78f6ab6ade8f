/** The float64 twin of any layer that the fixtures describe, found by its `type`; branches are built from other twins. */
import { TorchGenerator } from "../../src/random/torch.ts";
import { activation, dropout } from "./activations.ts";
import { conv1d } from "./conv1d.ts";
import { crossEntropy } from "./cross-entropy.ts";
import type { LayerOptions, RecurrentOptions } from "./fixtures.ts";
import { gruCell } from "./gru.ts";
import { linear } from "./linear.ts";
import { lstmCell } from "./lstm.ts";
import { batchNorm, layerNorm } from "./norm.ts";
import { attention, last, max, mean } from "./over-time.ts";
import { avgPool, maxPool } from "./pool1d.ts";
import { recurrent } from "./recurrent.ts";
import { rnnCell } from "./rnn.ts";
import { map, type Pass, Tensor } from "./tensor.ts";

export type Tensors = Readonly<Record<string, Tensor>>;

export interface Context {
  train: boolean;
  /** of the dropout masks: the generator starts from it in every forward pass */
  maskSeed: number;
  /** of the cross-entropy */
  labels?: readonly number[] | undefined;
  /** Keeps nothing for `backward` where that costs most, in recurrent layers. */
  isForwardOnly?: boolean;
}

/**
 * One forward pass, with the way back.
 * @param tensors  x, then h0 and c0 if any, and parameters by PyTorch's names
 */
export function twin(layer: LayerOptions, tensors: Tensors, context: Context): Pass {
  const t = (name: string) => need(tensors, name);
  const x = t("x");
  switch (layer.type) {
    case "lstm":
      return recurrent(lstmCell, layer, tensors, masksBetween(layer, x, context), context.isForwardOnly);
    case "gru":
      return withoutMemory(recurrent(gruCell, layer, tensors, masksBetween(layer, x, context), context.isForwardOnly));
    case "rnn":
      return withoutMemory(
        recurrent(rnnCell(layer.nonlinearity), layer, tensors, masksBetween(layer, x, context), context.isForwardOnly),
      );
    case "attention":
      return attention({ x, weight: t("weight"), bias: t("bias") });
    case "last":
      return last({ x });
    case "mean":
      return mean({ x });
    case "max":
      return max({ x });
    case "linear":
      return linear({ x, weight: t("weight"), bias: tensors.bias });
    case "relu":
    case "tanh":
    case "sigmoid":
      return activation(layer.type, { x });
    case "gelu":
      return activation(layer.approximate === "tanh" ? "geluTanh" : "gelu", { x });
    case "dropout":
      return dropout({ x }, dropoutMask(layer.p, x.shape, context));
    case "conv1d":
      return conv1d(layer, { x, weight: t("weight"), bias: tensors.bias });
    case "batchNorm": {
      const running = { running_mean: t("running_mean"), running_var: t("running_var") };
      return batchNorm(
        { ...layer, train: context.train },
        { x, ...running, weight: tensors.weight, bias: tensors.bias },
      );
    }
    case "layerNorm":
      return layerNorm(layer, { x, weight: t("weight"), bias: t("bias") });
    case "maxPool":
      return maxPool(layer, { x });
    case "avgPool":
      return avgPool(layer, { x });
    case "residual":
      return residual(x, chain(layer.branch, x, below(tensors, "branch."), context));
    case "concat":
      return concat(
        x,
        layer.branches.map((branch, n) => chain(branch, x, below(tensors, `branches.${n}.`), context)),
      );
    case "crossEntropy": {
      if (!context.labels) throw new Error("cross-entropy without labels");
      return crossEntropy(layer, { x, labels: context.labels, weight: layer.weight });
    }
  }
}

/** Layers one after another; parameters are named `0.weight`, `1.weight`, … as in torch's Sequential. */
function chain(layers: readonly LayerOptions[], x: Tensor, tensors: Tensors, context: Context): Pass {
  let output = x;
  const passes = layers.map((layer, n) => {
    const pass = twin(layer, { ...below(tensors, `${n}.`), x: output }, context);
    output = pass.outputs.output;
    return pass;
  });
  return {
    outputs: { output },
    backward(dOutput) {
      const grads: Record<string, Tensor> = {};
      let d = dOutput;
      for (const [n, pass] of [...passes.entries()].reverse()) {
        const { x: dx, ...parameters } = pass.backward(d);
        Object.assign(grads, above(parameters, `${n}.`));
        d = dx as Tensor; // every twin returns the gradient of x
      }
      return { ...grads, x: d };
    },
  };
}

/** x + branch(x) */
function residual(x: Tensor, branch: Pass): Pass {
  return {
    outputs: { output: map((a, b) => a + b, x, branch.outputs.output) },
    backward(dOutput) {
      const { x: dx, ...parameters } = branch.backward(dOutput);
      return { ...above(parameters, "branch."), x: map((a, b) => a + b, dOutput, dx as Tensor) };
    },
  };
}

/** The outputs of all branches side by side along the channels. */
function concat(x: Tensor, branches: readonly Pass[]): Pass {
  const widths = branches.map((branch) => branch.outputs.output.size(-1));
  const starts = widths.map((_, n) => widths.slice(0, n).reduce((a, b) => a + b, 0));
  const total = widths.reduce((a, b) => a + b, 0);
  const output = new Tensor([...x.shape.slice(0, -1), total]);
  const rows = output.rows();
  for (const [n, branch] of branches.entries()) {
    const own = branch.outputs.output.rows();
    for (let row = 0; row < own.size(0); row++) {
      for (let c = 0; c < own.size(1); c++) rows.set(own.at(row, c), row, (starts[n] as number) + c); // one start a branch
    }
  }
  return {
    outputs: { output },
    backward(dOutput) {
      let dx = new Tensor(x.shape);
      const grads: Record<string, Tensor> = {};
      for (const [n, branch] of branches.entries()) {
        const dOwn = new Tensor(branch.outputs.output.shape);
        for (let row = 0; row < rows.size(0); row++) {
          for (let c = 0; c < dOwn.size(-1); c++) {
            dOwn.rows().set(dOutput.rows().at(row, (starts[n] as number) + c), row, c);
          }
        }
        const { x: dBranch, ...parameters } = branch.backward(dOwn);
        Object.assign(grads, above(parameters, `branches.${n}.`));
        dx = map((a, b) => a + b, dx, dBranch as Tensor);
      }
      return { ...grads, x: dx };
    },
  };
}

/** GRU and RNN have no cell state to show. */
function withoutMemory({ outputs: { cn: _, ...outputs }, backward }: Pass): Pass {
  return { outputs, backward };
}

/** Masks (B, T, D·H) after each layer but the last; PyTorch draws them time-major, one after another. */
function masksBetween(layer: RecurrentOptions, x: Tensor, { train, maskSeed }: Context): Tensor[] {
  if (!train || layer.dropout === 0) return [];
  const generator = new TorchGenerator(maskSeed);
  const [batch, time, width] = [x.size(0), x.size(1), layer.hiddenSize * (layer.bidirectional ? 2 : 1)];
  return Array.from({ length: layer.numLayers - 1 }, () => {
    const timeMajor = drawMask(generator, layer.dropout, [time, batch, width]);
    const mask = new Tensor([batch, time, width]);
    for (let b = 0; b < batch; b++) {
      for (let t = 0; t < time; t++) for (let c = 0; c < width; c++) mask.set(timeMajor.at(t, b, c), b, t, c);
    }
    return mask;
  });
}

function dropoutMask(p: number, shape: readonly number[], { train, maskSeed }: Context): Tensor {
  if (!train || p === 0) return map(() => 1, new Tensor(shape));
  return drawMask(new TorchGenerator(maskSeed), p, shape);
}

/** Factors 0 or 1 / (1 - p), drawn in row-major order. */
function drawMask(generator: TorchGenerator, p: number, shape: readonly number[]): Tensor {
  const mask = new Tensor(shape);
  const bits = new Uint8Array(Math.ceil(mask.data.length / 8));
  generator.bernoulliBits(1 - p, mask.data.length, bits);
  for (const i of mask.data.keys()) mask.data[i] = ((bits[i >> 3] as number) >> (i & 7)) & 1 ? 1 / (1 - p) : 0; // ⌈count / 8⌉ bytes
  return mask;
}

function need(tensors: Tensors, name: string): Tensor {
  const tensor = tensors[name];
  if (!tensor) throw new Error(`no tensor ${name} among ${Object.keys(tensors)}`);
  return tensor;
}

/** The tensors under a prefix, without it. */
function below(tensors: Tensors, prefix: string): Tensors {
  const own = Object.entries(tensors).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, tensor]) => [name.slice(prefix.length), tensor]));
}

/** The tensors with a prefix put before their names. */
function above(tensors: Tensors, prefix: string): Tensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [prefix + name, tensor]));
}
