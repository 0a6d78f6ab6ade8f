/**
 * Float64 numbers with a shape of up to three axes, for the twins: plain, slow, and an index outside throws.
 * Not the engine's tensor; nothing under src/ uses it.
 */
export class Tensor {
  readonly shape: readonly number[];
  readonly data: Float64Array;
  readonly #a: number;
  readonly #b: number;
  readonly #c: number;

  /**
   * @param shape  one to three axes
   * @param data   row-major; a Float64Array is shared, anything else copied, nothing means zeros
   */
  constructor(shape: readonly number[], data?: ArrayLike<number>) {
    const a = shape[0] ?? 1;
    const b = shape[1] ?? 1;
    const c = shape[2] ?? 1;
    if (shape.length < 1 || shape.length > 3) throw new RangeError(`expected 1 to 3 axes, received [${shape}]`);
    const count = a * b * c;
    if (data && data.length !== count) throw new RangeError(`expected ${count} numbers, received ${data.length}`);
    this.shape = shape;
    this.#a = a;
    this.#b = b;
    this.#c = c;
    this.data =
      data === undefined ? new Float64Array(count) : data instanceof Float64Array ? data : Float64Array.from(data);
  }

  /** Length of an axis; -1 is the last. */
  size(axis: number): number {
    const size = this.shape.at(axis);
    if (size === undefined) throw new RangeError(`no axis ${axis} in [${this.shape}]`);
    return size;
  }

  at(i: number, j = 0, k = 0): number {
    return this.data[this.#offset(i, j, k)] as number; // the offset is checked
  }

  set(value: number, i: number, j = 0, k = 0): void {
    this.data[this.#offset(i, j, k)] = value;
  }

  add(value: number, i: number, j = 0, k = 0): void {
    this.data[this.#offset(i, j, k)]! += value; // the offset is checked
  }

  /** The same numbers under another shape. */
  reshaped(shape: readonly number[]): Tensor {
    return new Tensor(shape, this.data);
  }

  /** The same numbers as rows of the last axis: (B, T, C) becomes (B·T, C). */
  rows(): Tensor {
    const width = this.size(-1);
    return this.reshaped([this.data.length / width, width]);
  }

  #offset(i: number, j: number, k: number): number {
    if (!(i >= 0 && i < this.#a && j >= 0 && j < this.#b && k >= 0 && k < this.#c)) {
      throw new RangeError(`no element ${i}, ${j}, ${k} in [${this.shape}]`);
    }
    return (i * this.#b + j) * this.#c + k;
  }
}

/** Elementwise over one tensor, or two of the same size; the result in the shape of the first. */
export function map(f: (a: number, b: number) => number, a: Tensor, b: Tensor = a): Tensor {
  if (a.data.length !== b.data.length) throw new RangeError(`[${b.shape}] beside [${a.shape}]`);
  const out = new Tensor(a.shape);
  for (let n = 0; n < out.data.length; n++) out.data[n] = f(a.data[n] as number, b.data[n] as number); // one length
  return out;
}

/**
 * What a twin gives: its outputs by the fixtures' names, and the way back.
 * `backward` takes the gradient of `output` and returns that of each input (`x`, `h0`, `c0`) and parameter.
 */
export interface Pass {
  outputs: { output: Tensor; [name: string]: Tensor };
  backward(dOutput: Tensor): Record<string, Tensor>;
}
