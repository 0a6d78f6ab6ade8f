/**
 * Dropout masks of whole batches, drawn on the CPU from PyTorch's stream. While the GPU works on a batch, those of the next are drawn: if
 * nothing else has drawn from the generator until then, and the batch is as large, they are what would be drawn.
 */
import type { TorchGenerator } from "../../random/torch.ts";
import { createMaskDrawing, type DrawMask } from "../wasm/masks.ts";
import type { DropoutSite } from "./program.ts";

interface Drawn {
  readonly sites: readonly DropoutSite[];
  readonly rows: number;
  /** Of the generator, before and after. */
  readonly before: Uint32Array;
  readonly after: Uint32Array;
  readonly masks: readonly Uint32Array[];
}

export class Masks {
  readonly #draw: DrawMask;
  #ahead: Drawn | undefined;

  private constructor(draw: DrawMask) {
    this.#draw = draw;
  }

  static async create(): Promise<Masks> {
    return new Masks(await createMaskDrawing());
  }

  /** Draws a mask for each site. @returns their bits, element 32k + j at bit j of word k */
  take(sites: readonly DropoutSite[], rows: number, generator: TorchGenerator): readonly Uint32Array[] {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    if (ahead && ahead.rows === rows && isAlike(ahead.sites, sites) && isSame(ahead.before, generator.saveState())) {
      generator.restoreState(ahead.after);
      return ahead.masks;
    }
    return this.#drawAll(sites, rows, generator).masks;
  }

  /** Draws what the next batch of this size needs, and leaves the generator as it is. */
  drawAhead(sites: readonly DropoutSite[], rows: number, generator: TorchGenerator): void {
    this.#ahead = this.#drawAll(sites, rows, generator);
    generator.restoreState(this.#ahead.before);
  }

  #drawAll(sites: readonly DropoutSite[], rows: number, generator: TorchGenerator): Drawn {
    const before = generator.saveState();
    const masks = sites.map(({ keepProbability, elementsPerRow }) => {
      const bytes = this.#draw(generator, keepProbability, elementsPerRow * rows);
      const words = new Uint32Array(Math.ceil(bytes.length / 4));
      new Uint8Array(words.buffer).set(bytes);
      return words;
    });
    return { sites, rows, before, after: generator.saveState(), masks };
  }
}

function isAlike(a: readonly DropoutSite[], b: readonly DropoutSite[]): boolean {
  const kinds = (sites: readonly DropoutSite[]) => sites.map((site) => [site.keepProbability, site.elementsPerRow]);
  return String(kinds(a)) === String(kinds(b));
}

function isSame(a: Uint32Array, b: Uint32Array): boolean {
  return a.length === b.length && a.every((word, index) => word === b[index]);
}
