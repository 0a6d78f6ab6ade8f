// Cross-entropy of class labels, with its gradient. Rows are few and short, so it is plain float64 inside, one row after
// another: the same bits in both builds. Not a softmax layer: `probs` is a by-product.

// exp(x) for x ≤ 0 and log(x) for x ≥ 1: fdlibm's approximations (error < 1 ulp), which need no table in memory.
function exp64(x: f64): f64 {
  if (x != x) return x;
  if (x < -708.0) return 0;
  const n = nearest<f64>(x * 1.44269504088896338700);
  const high = x - n * 6.93147180369123816490e-01, low = n * 1.90821492927058770002e-10;
  const r = high - low, t = r * r;
  const c = r - t * (1.66666666666666019037e-01 + t * (-2.77777777770155933842e-03 + t * (6.61375632143793436117e-05
    + t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))));
  const y = 1.0 - ((low - (r * c) / (2.0 - c)) - high);
  return y * reinterpret<f64>((<i64>n + 1023) << 52);
}

function log64(x: f64): f64 {
  if (!(x < Infinity)) return x;
  const bits = reinterpret<i64>(x) + 0x00095f6200000000; // carries into the exponent where the mantissa is over √2
  const k = <f64>((bits >> 52) - 1023);
  const f = reinterpret<f64>((bits & 0x000fffffffffffff) + 0x3fe6a09e00000000) - 1.0;
  const s = f / (2.0 + f), z = s * s, half = 0.5 * f * f;
  const r = z * (6.666666666666735130e-01 + z * (3.999999999940941908e-01 + z * (2.857142874366239149e-01
    + z * (2.222219843214978396e-01 + z * (1.818357216161805012e-01 + z * (1.531383769920937332e-01
    + z * 1.479819860511658591e-01))))));
  return k * 6.93147180369123816490e-01 - ((half - (s * (half + r) + k * 1.90821492927058770002e-10)) - f);
}

@inline
function at(p: usize, i: i32): f64 {
  return <f64>load<f32>(p + ((<usize>i) << 2));
}

/**
 * PyTorch's CrossEntropyLoss(weight, label_smoothing = ε, reduction = "mean") before its division. With
 * nll[c] = −log softmax(logits)[c], label y, class weights w (1 without them) and K classes, the loss of a row is
 * (1 − ε)·w[y]·nll[y] + ε/K·Σ_c w[c]·nll[c]; the mean divides the sum of all rows by Σ w[y].
 * @param logits        (rows, classes) float32
 * @param labels        (rows) i32 in 0 … classes − 1
 * @param classWeights  (classes) float32, or 0 for none
 * @param invDivisor    1 / Σ w[label] over the whole batch, of which this shard is a part; scales dlogits only
 * @param dlogits       (rows, classes) float32, written; 0 = none
 * @param losses        (rows) float64, 8-byte aligned, written: the loss of each row, not yet times invDivisor
 * @param probs         (rows, classes) float32, written; 0 = none. Either of the two may overwrite the logits
 */
export function cross_entropy(
  logits: usize, labels: usize, classWeights: usize, smoothing: f64, rows: i32, classes: i32, invDivisor: f64,
  dlogits: usize, losses: usize, probs: usize,
): void {
  const bytes = (<usize>classes) << 2;
  const share = smoothing / <f64>classes;
  for (let row = 0; row < rows; row++) {
    const y = load<i32>(labels + ((<usize>row) << 2));
    let top = at(logits, 0);
    for (let c = 1; c < classes; c++) top = max(top, at(logits, c)); // f64.max: a NaN stays
    let sum: f64 = 0;
    for (let c = 0; c < classes; c++) sum += exp64(at(logits, c) - top);
    const logSum = log64(sum); // nll[c] = logSum − (logits[c] − top)

    const wy: f64 = classWeights ? at(classWeights, y) : 1;
    const target = (1.0 - smoothing) * wy;
    let loss = target * (logSum - (at(logits, y) - top));
    let mass = target; // of the whole target distribution, weights and all
    if (smoothing != 0) {
      for (let c = 0; c < classes; c++) {
        const part = classWeights ? share * at(classWeights, c) : share;
        loss += part * (logSum - (at(logits, c) - top));
        mass += part;
      }
    }
    store<f64>(losses + ((<usize>row) << 3), loss);

    if (dlogits || probs) {
      const inv = 1.0 / sum;
      for (let c = 0; c < classes; c++) {
        const to = (<usize>c) << 2;
        const p = exp64(at(logits, c) - top) * inv;
        if (dlogits) {
          let t: f64 = c == y ? target : 0;
          if (smoothing != 0) t += classWeights ? share * at(classWeights, c) : share;
          store<f32>(dlogits + to, <f32>((p * mass - t) * invDivisor));
        }
        if (probs) store<f32>(probs + to, <f32>p);
      }
    }
    logits += bytes;
    if (dlogits) dlogits += bytes;
    if (probs) probs += bytes;
  }
}
