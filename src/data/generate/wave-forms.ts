/** The wave forms, as functions of time. `waves.ts` adds amplitude, noise and gaps. */
import { sin } from "../../random/correctly-rounded.ts";
import type { WaveKind } from "../../spec/waves.ts";

/**
 * The value of a wave of amplitude 1. All begin at 0 and rise where `shift` is 0.
 * @param time       0 … 2π over the whole length
 * @param frequency  periods in the whole length
 * @param shift      added to the angle, radians
 */
type WaveForm = (time: number, frequency: number, shift: number) => number;

const TURN = 2 * Math.PI;

export const waveForms: Record<WaveKind, WaveForm> = {
  sine: (time, frequency, shift) => sin(frequency * time + shift),
  square: (time, frequency, shift) => Math.sign(sin(frequency * time + shift)),
  /** `scipy.signal.sawtooth(angle + π/2, 0.5)` */
  triangle(time, frequency, shift) {
    const angle = wrap(frequency * time + shift + Math.PI / 2);
    return angle < Math.PI ? angle / (Math.PI * 0.5) - 1 : (Math.PI * 1.5 - angle) / (Math.PI * 0.5);
  },
  /** `scipy.signal.sawtooth(angle + π)` */
  sawtooth: (time, frequency, shift) => wrap(frequency * time + shift + Math.PI) / Math.PI - 1,
  /**
   * A sine whose frequency rises linearly from half of `frequency` to one and a half, so that it makes as many periods as
   * the others: `scipy.signal.chirp(time / 2π, frequency / 2, 1, 1.5 * frequency, phi=degrees(shift) - 90)`.
   */
  chirp: (time, frequency, shift) => sin(frequency * time * (0.5 + (0.5 * time) / TURN) + shift),
};

/** Into 0 … 2π; the remainder is exact, as NumPy's. */
function wrap(angle: number): number {
  const rest = angle % TURN;
  return rest < 0 ? rest + TURN : rest;
}
