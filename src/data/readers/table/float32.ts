/**
 * Numbers out of a text, fast: the same float32 that `Math.fround(Number(…))` gives, without cutting a string for each. Which texts
 * are numbers at all is decided here for plain ones only; all others go the slow way, see `values.ts`.
 */

/** Powers of ten that float64 holds exactly. */
const POWERS = Array.from({ length: 23 }, (_, power) => 10 ** power);

/** Digits that are read as an integer: all integers of so many are exact in float64. */
const DIGITS = 15;

/** Digits whose integers all fit into 32 bits. */
const SHORT = 9;

const ZERO = 48;
const POINT = 46;
const MINUS = 45;
const PLUS = 43;
const LETTER_E = 101;

/** What a scan found beside the number; holds until the next. One for all: scans are never nested. */
export const scanned = {
  /** Behind the last character of the number. */
  end: 0,
  /** Whether it has a point. */
  hasPoint: false,
};

/**
 * The number that is written from `from` to `to`, such as `-1.5`, `.5` or `2E-3`.
 * @returns NaN where the text is none of these numbers; infinite where it is too large for float32
 */
export function float32At(text: string, from: number, to: number): number {
  const value = scanFloat32(text, from, to);
  return scanned.end === to ? value : Number.NaN;
}

/**
 * The number that begins at `from`, up to the first character that does not belong to it, which is at `scanned.end`.
 *
 * Up to nine digits without an exponent, nearly all that measurements have, are one integer of 32 bits and one division.
 * @param to  where the text ends at the latest
 * @returns as `float32At`
 */
export function scanFloat32(text: string, from: number, to: number): number {
  let at = from;
  let code = at < to ? text.charCodeAt(at) : 0;
  const isNegative = code === MINUS;
  if (isNegative || code === PLUS) at++;
  const first = at;
  let mantissa = 0;
  for (; at < to; at++) {
    code = text.charCodeAt(at) - ZERO;
    if (code < 0 || code > 9) break;
    mantissa = (Math.imul(mantissa, 10) + code) | 0;
  }
  let digits = at - first;
  let decimals = 0;
  const hasPoint = at < to && code === POINT - ZERO;
  if (hasPoint) {
    at++;
    const point = at;
    for (; at < to; at++) {
      code = text.charCodeAt(at) - ZERO;
      if (code < 0 || code > 9) break;
      mantissa = (Math.imul(mantissa, 10) + code) | 0;
    }
    decimals = at - point;
    digits += decimals;
  }
  const isLonger = at < to && ((code + ZERO) | 32) === LETTER_E;
  if (digits === 0 || digits > SHORT || isLonger) return scanAnyFloat32(text, from, to);
  scanned.end = at;
  scanned.hasPoint = hasPoint;
  const value = Math.fround(mantissa / POWERS[decimals]!); // at most nine decimals
  return isNegative ? -value : value;
}

/**
 * Up to 15 digits and a power of ten up to 22 are one exact division or product, as the correct rounding asks for. Of longer numbers
 * the first 15 digits give a float64 below and one above; where both are the same float32, so is the number between them. What is
 * left is read by `Number`.
 */
function scanAnyFloat32(text: string, from: number, to: number): number {
  let at = from;
  let code = at < to ? text.charCodeAt(at) : 0;
  const isNegative = code === MINUS;
  if (isNegative || code === PLUS) at++;
  let digits = 0;
  let kept = 0;
  let mantissa = 0;
  /** Power of ten of the last digit kept. */
  let power = 0;
  let isRounded = false;
  let hasPoint = false;
  for (; at < to; at++) {
    code = text.charCodeAt(at) - ZERO;
    if (code >= 0 && code <= 9) {
      digits++;
      if (kept < DIGITS) {
        mantissa = mantissa * 10 + code;
        if (mantissa > 0) kept++;
        if (hasPoint) power--;
      } else {
        if (code > 0) isRounded = true;
        if (!hasPoint) power++;
      }
    } else if (code === POINT - ZERO && !hasPoint) {
      hasPoint = true;
    } else break;
  }
  scanned.end = at;
  scanned.hasPoint = hasPoint;
  if (digits === 0) return Number.NaN;
  if (at < to && (text.charCodeAt(at) | 32) === LETTER_E) {
    at++;
    code = at < to ? text.charCodeAt(at) : 0;
    const isDown = code === MINUS;
    if (isDown || code === PLUS) at++;
    const first = at;
    let exponent = 0;
    for (; at < to; at++) {
      code = text.charCodeAt(at) - ZERO;
      if (!(code >= 0 && code <= 9)) break;
      if (exponent < 10_000) exponent = exponent * 10 + code;
    }
    // An e without digits is none of the number; then it is no separator either, and the caller sees it.
    if (at === first) return Number.NaN;
    scanned.end = at;
    power += isDown ? -exponent : exponent;
  }
  if (mantissa === 0) return isNegative ? -0 : 0;
  if (power >= -22 && power <= 22) {
    const scale = POWERS[power < 0 ? -power : power]!; // 0…22
    const low = Math.fround(power < 0 ? mantissa / scale : mantissa * scale);
    if (!isRounded) return isNegative ? -low : low;
    const high = Math.fround(power < 0 ? (mantissa + 1) / scale : (mantissa + 1) * scale);
    if (low === high) return isNegative ? -low : low;
  }
  return Math.fround(Number(text.slice(from, scanned.end)));
}
