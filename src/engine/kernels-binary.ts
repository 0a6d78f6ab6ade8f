// Written by scripts/build-kernels.mjs from kernels/ (eca76a684295cb6d604dae9436fa9a8aee625cee3ea30b8b8a2c2e2db4e8b510). Not for editing, not for git.

/** The kernels' exports. Addresses are byte offsets into the module's memory; see kernels/ for what each does. */
export interface Kernels {
  attention_forward(
    x: number,
    w: number,
    bias: number,
    weights: number,
    context: number,
    t: number,
    r: number,
    c: number,
    lengths: number,
  ): void;
  attention_backward_scratch(t: number, r: number): number;
  attention_backward(
    x: number,
    w: number,
    weights: number,
    dcontext: number,
    dx: number,
    dw: number,
    dbias: number,
    t: number,
    r: number,
    c: number,
    scratch: number,
  ): void;
  write_constants(wideTiles: number): void;
  conv1d_packed_size(
    cin: number,
    cout: number,
    kernel: number,
    stride: number,
    dilation: number,
    groups: number,
  ): number;
  conv1d_pack(
    w: number,
    packed: number,
    cin: number,
    cout: number,
    kernel: number,
    stride: number,
    dilation: number,
    groups: number,
  ): void;
  conv1d_packed_backward_size(
    cin: number,
    cout: number,
    kernel: number,
    stride: number,
    dilation: number,
    groups: number,
  ): number;
  conv1d_pack_backward(
    w: number,
    packed: number,
    cin: number,
    cout: number,
    kernel: number,
    stride: number,
    dilation: number,
    groups: number,
  ): void;
  conv1d_scratch(
    t: number,
    cin: number,
    cout: number,
    kernel: number,
    stride: number,
    padLeft: number,
    padRight: number,
    dilation: number,
    groups: number,
  ): number;
  conv1d(
    x: number,
    packed: number,
    bias: number,
    y: number,
    t: number,
    rows: number,
    cin: number,
    cout: number,
    kernel: number,
    stride: number,
    padLeft: number,
    padRight: number,
    dilation: number,
    groups: number,
    scratch: number,
  ): void;
  conv1d_backward_input_scratch(
    t: number,
    cin: number,
    cout: number,
    kernel: number,
    stride: number,
    padLeft: number,
    padRight: number,
    dilation: number,
    groups: number,
  ): number;
  conv1d_backward_input(
    dy: number,
    packed: number,
    dx: number,
    t: number,
    rows: number,
    cin: number,
    cout: number,
    kernel: number,
    stride: number,
    padLeft: number,
    padRight: number,
    dilation: number,
    groups: number,
    scratch: number,
  ): void;
  conv1d_backward_params_scratch(
    t: number,
    cin: number,
    cout: number,
    kernel: number,
    stride: number,
    padLeft: number,
    padRight: number,
    dilation: number,
    groups: number,
  ): number;
  conv1d_backward_params(
    x: number,
    dy: number,
    dw: number,
    db: number,
    t: number,
    rows: number,
    cin: number,
    cout: number,
    kernel: number,
    stride: number,
    padLeft: number,
    padRight: number,
    dilation: number,
    groups: number,
    scratch: number,
  ): void;
  dropout(
    x: number,
    y: number,
    mask: number,
    t: number,
    r: number,
    c: number,
    batchRows: number,
    rowOffset: number,
    scale: number,
    order: number,
  ): void;
  relu(x: number, y: number, n: number): void;
  relu_backward(y: number, dy: number, dx: number, n: number): void;
  tanh(x: number, y: number, n: number): void;
  tanh_backward(y: number, dy: number, dx: number, n: number): void;
  sigmoid(x: number, y: number, n: number): void;
  sigmoid_backward(y: number, dy: number, dx: number, n: number): void;
  add(a: number, b: number, y: number, n: number): void;
  copy_rows(x: number, ldx: number, y: number, ldy: number, rows: number, n: number): void;
  fill_zero(x: number, n: number): void;
  gelu(x: number, y: number, n: number): void;
  gelu_backward(x: number, dy: number, dx: number, n: number): void;
  gelu_tanh(x: number, y: number, n: number): void;
  gelu_tanh_backward(x: number, dy: number, dx: number, n: number): void;
  packed_size(k: number, n: number): number;
  pack(b: number, rowStride: number, colStride: number, packed: number, k: number, n: number): void;
  gemm2(
    a1: number,
    lda1: number,
    b1: number,
    k1: number,
    a2: number,
    lda2: number,
    b2: number,
    k2: number,
    init: number,
    initStride: number,
    c: number,
    ldc: number,
    m: number,
    n: number,
  ): void;
  gemm(
    a: number,
    lda: number,
    b: number,
    k: number,
    init: number,
    initStride: number,
    c: number,
    ldc: number,
    m: number,
    n: number,
  ): void;
  gemm_tn_scratch(k: number, m: number, n: number): number;
  gemm_tn(
    a: number,
    lda: number,
    b: number,
    ldb: number,
    c: number,
    ldc: number,
    k: number,
    m: number,
    n: number,
    scratch: number,
  ): void;
  column_sums(b: number, ldb: number, out: number, k: number, n: number): void;
  linear_gradient_scratch(k: number, m: number, n: number): number;
  linear_gradient(a: number, b: number, c: number, k: number, m: number, n: number, scratch: number): void;
  gru_forward(
    x: number,
    wihRZ: number,
    wihN: number,
    whhRZ: number,
    whhN: number,
    biasRZ: number,
    biasIN: number,
    biasHN: number,
    h0: number,
    y: number,
    ldy: number,
    gates: number,
    t: number,
    r: number,
    i: number,
    h: number,
    reverse: number,
    keep: number,
    lengths: number,
  ): void;
  gru_backward_scratch(t: number, r: number, i: number, h: number): number;
  gru_backward(
    x: number,
    wihBack: number,
    whhBackRZ: number,
    whhBackN: number,
    h0: number,
    y: number,
    dy: number,
    ldy: number,
    gates: number,
    dx: number,
    addDx: number,
    dwih: number,
    dwhh: number,
    dbih: number,
    dbhh: number,
    dh: number,
    t: number,
    r: number,
    i: number,
    h: number,
    reverse: number,
    scratch: number,
    lengths: number,
  ): void;
  lengths_after(lengths: number, after: number, r: number, padding: number, span: number, stride: number): void;
  count_steps(lengths: number, r: number, out: number): void;
  fill_past_end(x: number, lengths: number, t: number, r: number, c: number, value: number): void;
  mean_of_steps(x: number, y: number, lengths: number, t: number, r: number, c: number): void;
  mean_of_steps_backward(dy: number, dx: number, lengths: number, t: number, r: number, c: number): void;
  last_of_steps(x: number, y: number, lengths: number, t: number, r: number, c: number): void;
  last_of_steps_backward(dy: number, dx: number, lengths: number, t: number, r: number, c: number): void;
  cross_entropy(
    logits: number,
    labels: number,
    classWeights: number,
    smoothing: number,
    rows: number,
    classes: number,
    invDivisor: number,
    dlogits: number,
    losses: number,
    probs: number,
  ): void;
  lstm_forward(
    x: number,
    wih: number,
    whh: number,
    bias: number,
    h0: number,
    c0: number,
    y: number,
    ldy: number,
    gates: number,
    cells: number,
    tanhCells: number,
    t: number,
    r: number,
    i: number,
    h: number,
    reverse: number,
    keep: number,
    ahead: number,
    lengths: number,
  ): void;
  lstm_backward_scratch(t: number, r: number, i: number, h: number): number;
  lstm_backward(
    x: number,
    wihBack: number,
    whhBack: number,
    h0: number,
    c0: number,
    y: number,
    dy: number,
    ldy: number,
    gates: number,
    cells: number,
    tanhCells: number,
    dx: number,
    addDx: number,
    dwih: number,
    dwhh: number,
    dbih: number,
    dbhh: number,
    dh: number,
    dc: number,
    t: number,
    r: number,
    i: number,
    h: number,
    reverse: number,
    scratch: number,
    lengths: number,
  ): void;
  batchnorm_sums(x: number, n: number, c: number, out: number): void;
  batchnorm_finish(
    sums: number,
    total: number,
    c: number,
    mean: number,
    invstd: number,
    variance: number,
    eps: number,
  ): void;
  batchnorm_invstd(variance: number, c: number, invstd: number, eps: number): void;
  batchnorm_running(
    mean: number,
    variance: number,
    total: number,
    c: number,
    momentum: number,
    runningMean: number,
    runningVar: number,
    counted: number,
  ): void;
  batchnorm_apply(
    x: number,
    y: number,
    n: number,
    c: number,
    mean: number,
    invstd: number,
    gamma: number,
    beta: number,
    relu: number,
  ): void;
  batchnorm_backward_sums(
    dy: number,
    x: number,
    mean: number,
    invstd: number,
    gamma: number,
    beta: number,
    relu: number,
    n: number,
    c: number,
    out: number,
  ): void;
  batchnorm_backward_params(sums: number, c: number, dgamma: number, dbeta: number): void;
  batchnorm_backward_finish(sums: number, total: number, c: number, invstd: number, level: number, slope: number): void;
  batchnorm_backward_apply(
    dy: number,
    x: number,
    dx: number,
    mean: number,
    invstd: number,
    gamma: number,
    beta: number,
    relu: number,
    level: number,
    slope: number,
    n: number,
    c: number,
  ): void;
  batchnorm_backward_running(dy: number, dx: number, n: number, c: number, invstd: number, gamma: number): void;
  layernorm(
    x: number,
    y: number,
    n: number,
    c: number,
    gamma: number,
    beta: number,
    mean: number,
    rstd: number,
    eps: number,
  ): void;
  layernorm_backward(
    dy: number,
    x: number,
    dx: number,
    n: number,
    c: number,
    gamma: number,
    mean: number,
    rstd: number,
    dgamma: number,
    dbeta: number,
  ): void;
  adam(
    param: number,
    grad: number,
    m: number,
    v: number,
    n: number,
    lr: number,
    beta1: number,
    beta2: number,
    eps: number,
    weightDecay: number,
    biasCorrection1: number,
    biasCorrection2: number,
    decoupled: number,
  ): void;
  sgd(
    param: number,
    grad: number,
    momentumBuffer: number,
    n: number,
    lr: number,
    momentum: number,
    dampening: number,
    weightDecay: number,
    nesterov: number,
    firstStep: number,
  ): void;
  sum_squares(x: number, n: number): number;
  scale(x: number, n: number, factor: number): void;
  clip_value(x: number, n: number, limit: number): void;
  add_into(dst: number, src: number, n: number): void;
  has_nonfinite(x: number, n: number): number;
  max_pool1d(
    x: number,
    y: number,
    indices: number,
    t: number,
    width: number,
    kernel: number,
    stride: number,
    padding: number,
  ): void;
  max_pool1d_backward(
    dy: number,
    indices: number,
    dx: number,
    t: number,
    width: number,
    kernel: number,
    stride: number,
    padding: number,
  ): void;
  avg_pool1d(x: number, y: number, t: number, width: number, kernel: number, stride: number, padding: number): void;
  avg_pool1d_backward(
    dy: number,
    dx: number,
    t: number,
    width: number,
    kernel: number,
    stride: number,
    padding: number,
  ): void;
  global_max_pool(x: number, y: number, indices: number, t: number, width: number): void;
  global_max_pool_backward(dy: number, indices: number, dx: number, t: number, width: number): void;
  global_avg_pool(x: number, y: number, t: number, width: number): void;
  global_avg_pool_backward(dy: number, dx: number, t: number, width: number): void;
  last_step(x: number, y: number, t: number, width: number): void;
  last_step_backward(dy: number, dx: number, t: number, width: number): void;
  state_gradient_squares(
    dy: number,
    ldy: number,
    gates: number,
    ldg: number,
    whhBack: number,
    k: number,
    more: number,
    whhMore: number,
    kMore: number,
    keep: number,
    out: number,
    t: number,
    r: number,
    h: number,
    reverse: number,
    scratch: number,
    lengths: number,
  ): void;
  bernoulli_bits(state: number, out: number, count: number, thresholdHigh: number, thresholdLow: number): void;
  rnn_forward(
    x: number,
    wih: number,
    whh: number,
    bias: number,
    h0: number,
    y: number,
    ldy: number,
    t: number,
    r: number,
    i: number,
    h: number,
    reverse: number,
    relu: number,
    lengths: number,
  ): void;
  rnn_backward_scratch(t: number, r: number, i: number, h: number): number;
  rnn_backward(
    x: number,
    wihBack: number,
    whhBack: number,
    h0: number,
    y: number,
    dy: number,
    ldy: number,
    dgates: number,
    dx: number,
    addDx: number,
    dwih: number,
    dwhh: number,
    dbih: number,
    dbhh: number,
    dh: number,
    t: number,
    r: number,
    i: number,
    h: number,
    reverse: number,
    relu: number,
    scratch: number,
    lengths: number,
  ): void;
}

/** What kernels-archive.ts makes both builds of. */
export const kernelArchive =
  "7b0LkB3XeR7Yz9vdt++j73tm7jz+bjwJkBL0osREEqcJkoIhBqYf0sZWLBAiIQp37gAcYECLxoCDrB1HLiuOi5ITW1UbA2BccWxa9roScjeKRMorxaqEm6iyqlptmeXQa4qSJdYaWbt2XVu85ub7/3P6cecOSElxtlK1lAa3+/R5n//8538f49SFddMwDPNr9uEHKtv8n/GAIz/+9rZO8bInm/+tbm/nH131a21vm9sPBIUvje3Sf1La3JYGSnnN7Qea29O5zW3jgc72zv+MB2rl18H27P+4wcuGHpm5zX289IC9fSnrtyQaDyxs7/qf6vflB5zL/Fa5vC0PYSkTWnl8+1Jhdi5jEFvmFqds8f+3jQfq/G1L/tOTyc9qErceaM3og1qDLVmfLbU+UmU2kVvGA4Ye72XDapr26bOPVtZPr587/5hlmPZPPdbo9iqBWzEst2pXPccxLaPZDy3fNtxoYPpzRjM07JYThK35Bd8bLpqmaSwtN6qVFYqTPe224+019+0/4LumERkHXcuy7UrFNE2zY7lWx6oZtu1Z9XotqFlG/RbHdEzDOWQYhuH9u/ADzZ88f2bz9MkHz529sHnq7OYFwwgfPDe+uH725IWL6xcM23n49Pq64br4eavhePg9uXnWCJrq6eSFB8+f2nzwY0a1OT5z9vSp8ycfPn/qoTOnz24a4WAqJctbcx459eCa4YX4Of3QyQtnfuq0Ua+NL2yun/zoufM/eer8Q0anx68fOfXgGt6zsr16Kd1YCR8+fzErFXfxtqNQUismG/vC82fPZmUOdPG2o8zBWjHZuKV1anPz9NnNM+fykrcu5Gk7yt/W3vnReLNz/vT4orG/jp88+Yizeersx4xmHT958lu8C2ceXj935iGjEamn/ONb7VMPPWQsBQ+ee+Sxk+fP/eQF423BR8+Mxyd/6vT5c8ai99D5c4+cu7hpvKPxkdPnz567OB6fOfmRM5sXjHfVHzx/7sKFk6fPbp4/98hjxl9zTj10at346/aFhx8y3h1euLh+8sLGxVPnT18w3uNeePDU+LTx3uqD4zOPnHz01PjiaeNO/9RDD508c3bznLFa/9ipCyfPnjv70TNnz2yeNtL+hc1Tm6cLK64quqvxEUzK2XPn1wWyjkZ5Agpf+JhxdyHpzNlHL2w+ZNzTypPOXzx79szZh417m3naqUceGT9mvG+Qp+TLgFaOzc/48sip86fWLxg/MOub6srxuRnfpLH3L8z4pPt2XzA+9Rhm+/y68Tfa2XO+aCeq66c+fvKRc+fGb3nI+MFO/pJnub966tGHdZYf6uQveZYfbj48PveRU+OTurzxI3NTKXnmH9WZdU3GB+amUvLMHwzGpy5snrywefoR479pZ895hr/ZfvDc2UffglnMt+6PhYVE428Ny1nyJUHen+gWvub1frihkvX2OVmRBOOjS+pLVs+Zs49czJHJw72Z342PLU+ny8JnBc/0Z2cwxs7D2KRn6w+XNum5gN95pz7Szp7zDBv18emzD29+7MLJUx/dPH3eOB8+eO7iWZnBC8aFOu/ORzCnp88+ZGzW10+fOnvy3EfV94v90nte7aN1Xocs40/2S+95xo9X/94N67GXLdPcTq+YZNxuGekvmpOaMfXfJHSM9OpuH54zjv713/gf7nyXZaRfMo4axur78fgV46hx/i3P4vF54+gvfOHZf47HrxpHHz5z/x14/Jpx9N8efeav4fHrxlH/5/x34/EF4+gX/+mh9+DxRePob/zGoffi8SXUa3AT38LjFX58hVNX8XgDj79zFx7/HI+f/T08/gUeP53i8VV+/CIejdiwV8lInWMOfqzNxEyfM0eo9r2pScbm7/7SuyyDzPSr5ih18I5XIzVHsVEzwzB90TxqGL/O7b6Ex088xx3D41Ue8Ct4JE69wal4DN+POs17nUtkTP6WZbhkppa8/YTNbza/pf5IkiYftAzL3TnpYRiGdxhkoa5VMsic/LhlGC5ZqXVCJXzINpDB5gyokPNYKPknluVsO5fQ+Gbs2avkptGInPucVbImhmPEAf9GcZV/KQ7590hcIyM2UyOu2KtkU+W4s0oBmSgyecmMA6ryS4SXKoX8QngJqcYvR/BSI5O8UWxSBdNZwXSSRQHgiCyqTkInIovCSegQWVSbhM4RMtLVtRjDWV2LLe5u7KKgvUoOueiHQ+5aYqbOCeeSDMIli8zIDONgVqc5uy/ZTclukh+ZoQxkZw/z+ld1b9FCQGZkhWSgR+hfNOL+Oap/4e8lVne7r6Z6kVz8LFGAnzkK8TNPtXRrIzGdVbJTdzNeJg8/K+kV8yAg9X0xpUbsYpWoDnDlOmJCM/bFJKDl8SjuU4UCWhmP4gWqk7uWRieIiIZxNzXiwF4lk4LjDBgBLY5HcYccCmhpPIqH5FNAc+MRxaPUIH8Yt6lKAc1zSjygrrNKi3FE/bhFdhzuhMV4/4y0W2akHZiRdmhG2uEZabfOSLttRtqbZqS9dUbaW2akvW1G2ttnpL1jRtrtM9L2zEh7M7WdVWrzLruFf6P4AP9S/FZq09woafDHQ9Tgj4f5l+K38e+R+O3UyDPdqjLdpjK9Q2W6vZjpTerjHpV5v8r0Zm72SPyWMDXinr1KvdQCfEXUGSVNikZJg6JR3KYWham7OYoj6jDIjmLsu5A673NWqTMJLCNJqIW2kr10S/zOycsmvRP76BaS9Cg5QgcK6QcooYjz76O3FtLfqtKj5CC9pZD+FmqqVvbSoUL6IUroCB0upBymhPbR2wopb6OEDtLbCylvp0ZW262F9Fu5ttsKKbdxbe8opLyDa7u9kHI7tbPa3lRIfxPXtr+Qsp9r21NI2cO1vbmQ8mZqpTSKWxThJ6IOMEmHmvhpUgM/DWrjp81YaRh3aCmOaCFukReH1APC6vGnAd3CKHVABxilDuitjFIH9BZGqQOaHyUhHeJMIR3mTCG9jTOF9HbOFEqmW1Wm21Smd6hMtxczvUll2q8y7VGZ3oxMrqAl/8R/XdikvFtLuzONRvx4eGpD6vTbpvagTt9Pbf14YMfOi2T3RaOkiZV+3f22b5f9dnBqv0Wq1L4d++fg1P5pZjmn98bBqb3RyHJOw/3BKbhXMK2AOcJPVIbpNwzMIFQOKLguwi/SDysALIIs0m8rpr8pT98vh3gBHBlI4+Z/FVDZFOKlLcRLm5qgdW5h4Ip7+LqWNCRLT7L0qIEsBxiO4/bsCg69fgWHb1rBra9fwW1SQUNX0JCvDalAtspNK9h/k33TQM/+P9g3jTe8b9rf3775rg6BphCsavu4eKAmCFZspLglcxxKppZsLBcPFHImmlc79QTP8iH5HtEhqSSaVclhXclhqSSaquRWXcmtN6nkNl3JbYVKsuGoXeziQSoJZ1WyX1eynysJQwowaQHPjJtGqU/doSbUmUauHRPmiWnkBbLiiBwyFZ1ciVvkkwlaWQjlLvgdEMpxk+pxX8j3npDvy/Yq9dM5dGQhDiiK3V2Ou5lE4oy0IzPSDs5I2zsjLUmNuM2EfJcpwDfzL8VH+PdIfJB/V+O9/GvEe/j3/jjBrLRljwVqSzWYGExCcikcJeEo7tj42MAeCxiy95GLWqYoHUmNpqidfRRy3iOF1CMqNaKDhdSDtI86nHdvIXWvSo0oKaQm1MHO6aj1JhdvLoX4CdWWCXirtGKX2tguspOaTLQY1GSiJaImHWEipkkHmdJp0t5JCNxLySR07qeIeqk9Bni3aJmfAIMvGoCILn6pS10ASj+dW4v73EY/jV4fKvZ+P5BSWOk9aqXfrFZ2r1rxI8CgWLnO9Oq6itgPp5c1Uctanv5ELes0WSvLWl7sRC1rebHf0Bp1sEYdtUZ71RrtUWv0ZrVGR2SNICNoYprX4j5109U1vQhYLXNTrxaeWiFvU+M4L0jIC4JmW3HnjS4KT3ZfTqmunFJd6uOU2kNdYKUVfM0OshXJsiIH2d6QQrJl5vmo4vkOS/M9PbMy3+VVyCbP0ZMXkMfVitwgKC5jZ2a1nRnVlnaRAl7GrWqfuHigPhBwE0MNZKiuZApkoVw8kCtYvKdmXzYKyT6hwjbx9TYxseImo2YyGCdbZMtvakAaQxXyILuInPDvWKa7TXbqbMa+vUpeLs0in9c5IEPNRyWTpfjv4wzuiCoswBLxkz/SKRGnuBTIK/Grj1eV4QinmFQZxZWCSIoC1ajFHYm9TE7liQRGLUxZImXheyaRcgVKXJFISTMuVlgJmApyKQ+Lw22EE8sMtsmOKyJtqpKDkyiU0R53VlMfD2uJTXbqHx9CmocRj7k/NgsTyU/9UYJ/yL1vw1lNDZYPqr5XyM6mSp4j3oIVHAUBJ8g0yfMR/mhTFbVXsNoV8tBz7i6XiivcYuy7VEv9e7kPb7jZ3WpmMehmXFeiL0dEXzZkYDLWhqrfS/1jXD8vCXk4/y9Tgzyqj0eHLMM9yrJWiH6L/Zb2AqTwrgh5y4X/omXVIepjMqCTi++6aIma6INHTRbNAdyTFppO7Y174lZIRtxOjTiy0ZtIyTMpGo+oyT0OqMU7GDh8wL9RPMe/FM/z75F4gYE18TnTkHzOtMi/FC/x75F4GSCgM62oTD2Vqa8yJcVMe1SmvSrTPpVpP1lJyIMdxVVqJz5vwFFct1fJpzp2l88YJ5bDIDlAg/gQsMshYJcBSTpo7rlC+hzFVOX8t9B8IX1epUdJTAuF9AVuxUmIDtCwkD4kooO0WEhZJKJbaKmQskREMS0XUpa5Np9rWymkr3BtvUJKj2vrF1L6XFtSSEm4thrXtqeQvodr21tI2cu17Suk7OPa9hdS9pOP3e+rM5Kq+KkqlDNQ+26Od0ZA83wmBrTAZ6IABg0VDlvkTD4tcSafllUmrDmtqEw9lamvMiXFTHtUpr0q0z6Vab/IehjO/ROA5bXUObEBBBeHOfxqAchcEWTneXz8uEAgCMzNAjTrT4v8yR7rT0v5p+UCFFYZCqs5FPYUFK5MQWFPQWFvCgoFqvq0MgWFferNgD+fc5bhDznL8CfQgJxlKETOKSgsrnR5iXG4zWVnU+LzUhtcglfbyOdOLzg+LWafeO547dWnZTmm27HPq4RFi+szaJ3BjLS5GWnzM9IWZqQNZ6QtMuwkVTkHAzkHA6qCWlriwcc1qhYIqppkqQlBtUz11AT6xNxIzlImrkcQ5etVNQipnlqiLeL53K26oc7wejXOoUZb1whuYZcaMxh/vRrnQ9IAX2OAr80C+DKw5QC/E/EJwJfBG8BZ3jI3A/idm0gAvrwRkLO8rXYCfFVTkUuailyiKqjIQLJWC7y+r2HYp2URGBTBwNd1+bJBkG1B6tKAMF3dQOcbiOhgGhQKVQ511qHqXg4M07XO6axzWa0lcCjUuqizLua1KoCYrnVeZ51XYo6QTGpDDCYSIyUIgrijNQTFbYGd2qQOv1pMuxxjEju1NikAORRVQG2npryl9ijd2mDSKQEF5kcePqTOJuHVYY0kiPHID/tSEZcgK/VG6cc3RuPwftPaZmJX0cAOeVwfi1dc/eKyUvMKCH3QwuSnV6zjQyH2I3A0VyxN685oBQWho79inRiOw7p0hD+NwytVu3HJ3DYvgeRNH9lgoqoFEwBqYcsY2CrpDYN3jjv5tpn+uTz7k++YiZM+J29B+iV5sOM2gLc9eclMamRPvmEmlfR5+ValSvoVeQzJyTMWnhxuMCK0RNwE1LfFShtSqUdV8iikysxqKlwNFarxpqppSjV1qlKdQvJmVuNxNUcK1bhT1URSjU1Vsikkd2Y10KDX0sHkN830q2ryyEm/pmYuz0hO+nU1U6XEF9SclRJflMRaKfElSayXEr+1Y2XIKQ5i8lkzcZCE52+aiqtqcIfJh/68ULJC1dJbWHqrld7qpTd7t7ed7UdkUlO375Xa90rte6X2vVL7Xql9r9S+d/P2iUyKdPtuqX231L5bat8tte+W2ndL7bs3b/8ImZDVmMq6QwxB0uZGbNmr4PKZL5Zjz5BjzyArMkO1T/NdCpC11R7VO7Sw8ZIKOQBfR+1QctT+LHav8ASWsgDGZCsgLozMViBcSnphZ9KLO5Ne2pn0rR1dJruIOTB1NpJk6phXZ+Rvki3IHwWsgiGKiR+ISpw1heG/U7WbOzBgmzFgO8OAaGXykpn+hXTIwxS/WkCE9g5E6MYd9LKDaa6TW5zmpJpNNBjFPGPhyRZECMBggM0wEMxTinU3pO4KVbEbyZlZm6BVSipUKddWmaqtKbXVqEo1xq6zahPseiSpUa1cmzdVWyS1uVTFTiFvZm1Yo7qA1bf07H7WTFo5rrRzXJkVywAtqZYSM1xZTHxRo8Vi4ksagRYSycZzYUWoRd7kG4XusozoFYVRZyFM7nyDfEhXCvU4VC29haW3eumtVnpz8FxYVohhyl3aFXl6gloEh+cVVEp9qZT6Uin1pVLqC6DnZbMIFCBXbtaXAiLN+uKW+uKW+uKW+uKW+uKW+uKSi2f3jffle0Wq5a2fb/zZuDVv/Sa4dfaGr5Q2gYP5quzAtDs3wAzwnwH8M0D/5oAv3Z8J+N8Hsv0D0zIvmduEEX18IxPEG+RqVBspS8mXgbUsWQplSfmyqWTRjoA5WCLUTpD8GviRVbVTbyO2QVXLqtpTq2pHZqgTMxNHJEqjtrZldLQto0P2rFGxxNnG4Gwe3M/bVnXbwjliQgzFFq3MHTNJPh6RJ2OG+gZdNJkzZRWED0ExS/FYmu9viH1MRAbESk1+9Kk2SiI9OTnktMlBppZIB8VogJr8b6TmLc/NM9iitoinMGe+EsObMlloEHaeU3IGGIxyD3b5hkakI3HAo4mrOl9V8lWlDjW83T63SwMzNavb1qxuW8xKTcy6qZhjbYZKXtQU9UcUhe8yzW0W8FdEaIz9ZW2ODlqGsgOmCqurrVdDIyzoDcL/xTFb21SjOlgvNjq1NpMVqo3jITXw3MU/RLVxalA0jBOqUVc9L7Kuah4thqm5lvRpfo3mqQlDhKazTR3q3+tsk4NOQnNHw/EodKnjbEvCGhJccsIQImfqUDKGpalHDZofxnPUEua9RfPUOgdBBs2vjZIBtWhwbBgPqEO9EaodoNXeGhpeoN49POAF2MNSHactNgb51KUaDcbUjdyQG1tYo9qYiJvsQ3lHc2RRgwbU5b8aZ8UO6hTqUrlSg/pDrlhndUKad7YpcrbV2DElGL6LheThL2bDD2T4ixi+C01FEOIh7uMLLY6THuwOqtCT7cFcYaLiWFm71Kj3fjbm6KH3yRzNUSM1N6MGzVGXJX5LtESNqMnvEPPJO3+nLvXGyRz1R+kvmtQfptsylDlaGNEc7RlRTD1YEFMjahVNSGBrFNMKdQl2NbWoTQtcm3oLaR555xmo2CRduHKbgdE5PlTcOeFEMuFiYK4nFk6i+4YJGHbr2HA8Dlui44MuFHsn6ob/3Lfs7eCSOijiOjRda7GvsQxjl/IG9SASa4h8qEr+1L6DKg0GMpJsS7IthYAnI+iS/KmvXKipCzmS7HAhnZjp6jxlPV4jZ/fKRFE4+5sggxoBy1CD6tSYfMPEcfCyGUfSHJBEpJFERF4mD7Nhf4VyLapTq1jOl3K2LmdTRD7jeeBvG6JElIN4AA1PvmHqkVWkcxWZoxxhNaiCJh1qU0uKNrltFPWnZsovF735/DuzizepwV2La3oSKuwWwH2rySSoHrW4I3FNj9rRGR2qyagbugeZk4AneF2fdC3diSyDnyF+GAiG+eSGuj82uyvweELpjy2VtamJ6SkW8fW5G+pzN8zWgw/SbP6zk1zNkSF1zupeDqPZSc+FanKM71KoTQ2qYehT48qAzdBAY2hgU8QBjtaXzenBZcBWKqemPRRQqXGLUiZu6IZMamjaqiENmbqhppRrc4uqXD1vqK4bqnND4auO5W/7l8hXREiT7Via7+NGDGhMaiPxR2EMyegBllxppG11e+BpRkmdX1pU1+qltihcOB2shlAphqj+dC42Z9PJA6pSX/ZIVxO8HepmE8ZUCg4enswezrXytz51eetQi2vhvYmGpddz+DaHhnBw9SRnNk/FIeU5e2wqlw2uSl2lJmjn/elJY3jpMiETbKgmMfeQ3Vf1IF/GIEPq82nQLne+TjixOwVsxMk1tF9V7dcE5pNQzXCoJ7uPs1XmhVUeCU79QbmmKvWoLzhvRyshDvOpGcm+QeklgwSpwnUUPgcgF8XcxU+9jcQXv5mRMkEJNkYMIMo0BP9gTciP+mG4x2CbCmdMpoi0WaZeAcOwhlQ3qoS/bVvuduWSNlRxYajC6BBokFXtNTGliOtiRhE3yIgrZMV+2aKB8bPS9jQpjEEwUyT+VmzBQk2qFVJrYsiCXVtIrYsxCzWpUUhtaMMWHzoEv2DtoJEd2YxbYYZRZx7Y5j2c+WrZ+LHLNjCuyP9diPcrUwdBRSE51kJWyiPlAkpV5ksBn1VlVGG+sTx2E+S5DwVF2U6j0O4Uyq4UUJuiBAp2NR+HqtVZo8o4FjapMgaLL7YkbGKknPDIKSw6YAVEwXwzFDskSI2mlSmuUqa4okxhSiBXpvwb0wTNCDTWgNgdnfDGCU63vJa4TjVYPjVxFK5RDbzAveTcQ9Vh4g6Tiuoaq1jISU1wAw6IUHdI1eEYvQV+rVAQeRj1Zmqk6El1OKRwxCge8NtgWys/ZPMrdyhecFzS45JonAtTNSvnFcqFDehmRMkEXuTnTcvdNi+xUogd+KBEShyChgcKIiydiR+QkbmvXkaTMDHFXypTNEMl8+Ljz46st6d99jDdDuv+ci+9H8Wmtc/f46w2senFRuvV0GBNVSXfzCzXYUggL7LJEhMzpiGWQrIZrHwmapbC8JeZwwLZjQXcKxzWPuqO4/3Ux/MQ/xxAwkHq0nAcEwwyaem4s2ptC63cXU8WaRG0crxIg9Skecz8InKtJQu0QIvHhzUz5HdaPJcs0CItDMMYSl9waYu0RCsjGDmB75DPtLhGg2GyoFi0gBbAo9B4FNICsygLgA4SDo0GwzimeebGhjSkeVD/UZvaxbeQFaoHx6M4oSotMG91C1VogfaPR/Gh1GBz6C4tg31JaJkOjEdcfnmc7IHf4S+aFAtHEg9pD90yokO0TPvGI2qBM2njn340gNXmKF7mvZzQkCwaMrC2cFBSP3Ip5AaGZNKQQlqgveNRspAaVBvCbIN6WA7wgYuoaJErWpLJW+FJWaQVMGBQ5i4ynzOkuWiO33Gg6bQezUWwIhAAR2qH0/s0oLloyPmbFBXqWOaFiJcY3P6ea1uXfJHFm9jAmvQLM+6mwUaPrrB3rqJlquRCoNJMDRaqmGLfgjrYGAYi0cYoCdRjOEpqfJzkuBHkMuNPYZrkaM2/y/lMlYLcSVTxcUBNaVKkJwEkHzU+FWNfSzgyxMwSjoAaN/kW7vat1FklF5EesdVDpSQXYc5HUDv+50ZN7ditZ6auZwacpr2hJ8fA5LAhbVIBqVQpNCvYJzFLE8VM3o68SiTu8XwVJHNN5V3Oc1XFYMH8lslzA4P1+JSobuyaAdr1Kgw/q1TfLRMYNKYMS3NnyNy5eu6AMw055hwcz1Xmkhkc/9gy69tgN8fipFwFXpqn+jgesPmhiIKWICoyqDXkzVyjHgZXA1bpQAbTg2AIRr0Gi0Ja1AF+8YFfWiyrYRlIixFMCwhmAATjh2HSh9gogHCHnS6wnRfHo2SFGswN9KlKTeoNkyHZ1CE3BXHXgmQmgVijTk1sEgcm1SzGqaSGlofI58ilPsGKoEOe+gYppfqm7ODr1AFymgMy4I99Z5v6LIAB6nfTXzRDLTLBbod7dDOiomE6BCULNM+ikRbVgRZzMUou4LDHSsDxc15JwMFEwBpWDjjBy3CCT+4UpeSKHKF86rnq1GtoAmYWfaUlE7O+CYWoqvXki8fVMp+7a7m4rgtlG9kVjtS/SaFI8/RVcjWrXtWselXMxVVna1SXjBnlVtWUW1Uot4buQcbe8hQpzlQz9jXdkywXT0mkeMoWMWLKudmsZ55u0NM987SooE4B1YtFKpq7r2ruPutjVjn4US0wmbxsJs041E35mir1GZ9ZYFSzFljkE+VccCgzbOWNFkQKFS1SwGli6gnKRAqurJxRqGBqYuJsVjNs45ZECjMLMc8hHHtpZmp6hIaWyOCkcQt0d8hD43kqyL0CPThD028wYuTBNQUuAl2zqXMwpV2QIYQs4bpJVeHEtoLt4BJV1EFbY5NtGNPp3Qmhv6dsTnHwy0liiExLW6DygSS8NWu9WOKAUqOkwIx3cdQVuN5IWPKmEj4AE4oBdD/npDssCFBaDbaPUmeZkcEvGGRtWKvlCPEcVWnA7HkfWrp+Se4wx6gK4ohkUGKdW8JWt0vglnSV201HGOs29VjmoL52MntSxdr7SsISqEFmRr89lsnzYvN0JhFaKrPvbJfaEZlGi+WMpc+BqiC3iO3kMgsPB7E21fc2FAfkaf7dY/7dG/EqUiXaE4ZPu2aEI6s9ltAanqg+WuN4GQ5Sm8k8/kmQsIdqynpOmK+9NnwahwWSvbUOyTyT7HwMUX/IB0tEw7VkAAJRSHa809y5ZEBzNBjC6HMYz9nIOaRFJtkjHK78mebW4DEwUCS7C1ZghCMwpAE0DXhfwzuT7N0hnI7YTWee5pkobbGgngj9gHpiCDN+GtCe8SheogoNOIrI/tSIF2yQ+gs4DJdoAZoZmodNKKhx0OkrQqevDGm/UPrcysJ4RJ1oL7MS8YKiq+e1peESzfORO88neFP9tagTORRwQ/NkUgdHY0ADisejZCCMZBvCMawMiPY5VD4nvmEyfYs8LXO0CF0ODCDnROaU2uNkgXpMuc+D2lMfFgC10UIpq7mpsgK/Q0yMDxFn7jC7AHJe918VKuTfm+XvFPODnMoa7UXLVBdbTW5uxN8XRkyN6AqXQ2qoPNxWii06z2RMKROgIx4yTbFlOcJCW+Sw+g9gaoN8YP0vO/WQM1vUMiOQ03dMJkidtcTWxKOniUdPdMMOeGaHG79hmv42mHveND3WOyYd8sdsVeSJFws7zqwhkMgaRRQOkyb1xiMoU3EcOttw+s6AugmgbjOd2GSobgKq20pVmDRg0UER2L4qJkfUcPBBa49HSRcyAapGTmqwL51PDcBwlxrUYb/MGvOwLapG+1310AyhQNPhB+qcvcPkL+s0fGyaCBnYhpYlGKL8Z/rtT12rAz14RC3F4VeEw4/GHOTB2kxiPB+gdrq1ESc2b8gCpohyTDEAIAqmGCDXWsK7/hhjCrzT4JwkMXM/rzDFvGLu52Sq5taoM4yJ936DYooJPikRhuERgeuO95BDRPvHyWAUHwTiGMW3pEY8FDSGGdtDQ4rHycIoXqSDNKR9nHcJruOjeJkatDCKF1IjHtjoa4Lml1QgjGU+exb0+XeIFqnrXKJDNCPaweTuyQmXDqnzlQ7T4ewsEfHiIg7vRVrCzxIt42eZFvCzQAOA4UCobkoAaG1K1pKBwPmSwPkSDSRcgUpeluRlTtaJC5K4wInS6e+py/EhqREiF+Umv0iHaMBm3kPAEG9Z2kNtsqjNYosGn7DtyCWf570Nu23yiVhsAQwYDMEWUQswNoUB5wUsVrDkyQCyhTnyGF/iqGkzhsK7wRSApLUY+Tkszws5tcnpbcYtQ85fY7m9rmOZQUxpdz9t2VZuQjjbrkUZscALkY2oCkZ+YvFCTuGLo61bCsyzhTPbEiulH5y2UtKJGUnKiVON7bDKSWZRv/JlJkNd6mKoDC8Te7JikD1ZMZ/Avxb+sZ94IrxhZrMy6bCZX2bzU2EhTeV9jEpl9BJXzUP1nsyApb4ZKvZa9q1kBaTMfwpCmWnzH3emrY9OzKh0m+UOhfZ3tQPa1QDoN13HvmRftjFmj3VsZDmXyco9JmOWQo/jKPO2jY4x5+ayHJWxNiTP5EWHqPYEHCxdgDZLYzPpVgVlfEgRWGoMoxaqjF2KwhjtXHkNvIjYtZEr9cPxE56bSZ1qJ2EQUo9rEL9XlKMDdy+uzyyWtA5ZBtU+NenMNDAOpozgCgbSSUhVUNFVbQRX1UZwwUwD4wDq1pKJcbDTxDjYaWIc7DQxDnaaGAc7TYwDrX0sWnUHRRvvyWfNyYqRNJ6I69SiBlYkn7Vdpot4wuq/NJ2ZXZV3rDpPPa80srpTTt7kpFCqNsevhojOaCrAMXUVplpYPoEBO46CIS86zLCTQO3BnsNuyXm8KmEbyRyHn7JsO9+pHlmTDqSQWrw60oHyxFKNVXHk5XZ6VcxVVaRrjspgqAxGKQPvXEfJUW1sWZsc/DjFDcyyXJ4n2cC7CHq8mWz4dIcyIUpFC1EqBR7Y1EIhR8wkWNIkqo/PW3Zl275sXhI9U50dTvxx0uA1hjjPF12I9pmmBlaEWaQaVbGZ2V2ajxT8BtGhpIV1bkpMiQTC1xrWbgImrUMRP8as2e5itlYYLEIsYki+LCJ7tmuXa9m1LfQAn/JetHQ/LN70HdhzM5Sotg9Zxqc+nbSfiFt8EqKjSY01t9Fh6mRdxsHrUA19f9PN+kEVtj2poIUWsFYY/qObqbFMUWMZ37saayYN8t1otq6bmkco989Ax7iWmcY+viZyfPKFyIFadqdWbqZhFErEfqmPFfK1wY6/o49Xv6c+JnkflbDjr66HqWluS9xNHT9CRR2FWqHyatXQ7nMcBFRF9LAKZ1r4D2wbcGI+TvZd3k/fz0Xtu+y/+09GvKsqCLsQSNAKUxFS4L48w0jCSQ3R/S3DMBzDMHxAwYkZae+cnNAiEFP7l1E4qUUGumcYq/8Jfq6owjvSssJakaEps6AUWkECWaiIFTZVntpKajyKxLvNMOIq1e7yfvqfJEEKo/SK+PA5J4aj1D/ubAO1pOboNsNI/c3zLlVDCi5OWrOHtwPw36Vtpwp0nFjUUcidz22rTC0INTPbqhJNKJYBPJ5nLdt6HCtD/qQTtyi4R2IvMEdXU1YItg6eCgmS+xR5T1HwFFWeenzrcc5LrejtkGdyE/gxC1YHzVAgJyoF/EgNDpTgUJ0B/qkEiL4+eorspx5/PK6i/L1Zk4ili9bIRUsuGUz4NCBafmorrqYGWzm5EmOiQTXgJ5+RJgrz+txmGFTF2lxMzY3hp4Fwa5iFmo4nBuY7bsLBD1VqH0uZNeJZqyNHXcnVMjvif+xaTAgaiZle8UZMkZpki72Vmf6z2ijjCpzESVdA9KxMnjIntf/wO/6vFP8mJyY/BH9Qzu9Mfohh4ErxDzlSc/Jb5uSHBMwhN4UtqW7FesOtWN9NK9mRbXLv/lmNjIOWMVm0/+qGxTzR73R2zOcnvbX/AvOpW/kvMJ/lEemJ/c88svDXYUnDpJb/A9hWBy0nBomE5hI7DR8l+0Jip95meuW3/vs/eWxDXpub6ZUrv/yXj6vXNnKlr732mrEBKRvkVmCWnDR89ELiFAo7eM0L82v7UXIuvJ/ZsuMhuZvnmWgTUR0i4AjzWwn/ftX2tu1L1uPo23MdRhnKbaeS3hD9RXQ7cAk42BvAsql5MWGl17FhEjjwOmEfAHjxpvbFtKLCYbiiFI+sbRVZihXgk7phWrYfVMOo1e7MzS8M4fCWhjx3/OhNftOc1K588Nb/rviHGebPTf5sGP/qT4t/2ee2LELttddWjOLf5AT7OLeS2uSd3BPif4/M6E+d6ro/eLxJf/D5Jv3B55v0p061yTsn909+RLhpcqJ3QvwGG9k7YLk6uWPyd8zJz5jhb1HzZ38Gqq67/K2keRf9OG/O6L2WQdFd9An+QpfjJuwURjEra1fXdHQoiDeqsKGQYLi8HKlPVXj025tryf+/Nt/X2lD4aLY8VH1qK266imeoUshnLfa+TxEejMTD3vcuJF5h+/Jrvn35tY1cau97ZLPMGsQx732/UNjHa16YX9uPko+9j/AHBeAxt+Imsxus//U1qQiDjoBV/4jCEKy5wAT/EqIlI7qdMVZcQffJ5cbdQuMuXvPG+bX9KLm6567ueYUqb7ww99yd7nkKttNKzbUwtugNbAJlAtq8y/gAciYW8+hkUfRuA0V8KeJfjpu8UQyq3G491wn/rWk6W7CG+ghQXzMk424mCOlnn3vQWb1b04dNDhN391/+t4dPv6/3f995/R8l1t2G8eJf3vWml++8fi2xybr70Xc/9o4/vePb77meONcSk8zrsarKuHEnB6Iw2eiK/3f3V//xF86feedH33v97v+49u+/nH7+c1+4ev3uW/9w32+PPti68+r1uz/1+S/0x1/86LNXr9/93g/gvy/fefX6tcS4rnu0Ssa1J6+Rfe0aWa9W7nrN27rr7T/77PXw71dsd9vfMh8XsrCGuX3mybjP1CBDqCnM60H2ejEOWcbn4k5qahyOHB2IdRWD+7lfi6GzMJU1TzYhTHAWykTFMtS5Ft1xNY4KBSnSk7H9oLNF0efvunLlypWrr/yvzlYyuOvtf/eu17zL/2PcosFdr8l/3k9zjhc/9et/dufWs7rws1eTNrWzSbj6ZNKl7vW4Sa18ObLvL+L5esJmebCJyP93990//N7/0P6Pv3fn9bt/9V99/KvBZ/4nTPof2v/mHzx07+/j8bc//gtLX954Ho8/9qnk03t/4N/j0fl//uGv/Mqv/G+8QLwq37jz6vWr16mVL/7Va9S+do2liK18+e1rZDlbZCHQi0yRm30MryddasGarDB91zCmbtwmO5vxjzBZX5jyJtfZZ4WVKnndpX6Y9Li6aqm6q3ETIveruH8hWxRYVuJYGFHzDttgG2JvmEH9jTspejLulRtl660GGfk6U+86XDqg3sr6CoOye2Gw5VFjBGH/9dJAtmBmoPreyDt+1aVWeI0q15+G8IN1twGXl/divxU75EGs4pE3jCGdgIiFAkTYFLQnLJjjhJfsbZNlUHkfkjlnm2r3uDQXIore/M5vqfE+/XUhnxGXguvX0Nbw6UknjvIPlWtPJ8Of50tkfiKGln0IIfKzT9DccNKBAw3yF0DCu4aEDoW/it8u+fjpYZqf/Awe+9C3XmRbkZoQaNCmSByFhhCnST1ehJhrEfLWOs3jvLSUu8U3oOyp09wwz8KRq+tiPSPSRRg15N+T+uSPITP7pkk98S+xxGVU2eADczW0Gc0CzFFZvjuAZ7iSSu7i3CuGVqm5FteUNNbeSBw9JHIixEww+XfWkPgDrHbYba00pEZhSMj2OkNqsQ2fE0G6UOdfCPMicTbiIbG3WkuGxIKa8Ods27tksTYiB5G4LQtaIxc/9RIcTDpxgxxexaYYtOcFhzwh1kUOD9SSha2pZY3Ushad+avUHsZV7qYFRQsF8DpEOPOq4orqJdfkMAmVUU9YCgoQkj9kmUg05ca8c8nIIgvdhB1l3FLaIHsjsaWr0PEkNVEAvfGuIvfOrkIVtHtXS1ElsBTfMS33kr3NPKuno27mcU1LgpvEmpzkqAP/pzm5AcUdeBhrUgd9Was3mvp3chI8qcrlynT4fF7D42ANwqaS9WGg60ZQCSkFguf1665o0ZcHYsxTzi7O5IbJZrQ3kCmxJ/ARmcTm1fBHxckfagSOTJtuiRrBYZWoIxbIIsuztWROFlMROGyet5EYkSmBCWCfe9qy8kqtT046iGqS111Ut2Z1f9skZ/Kd12tA5eJWPmRydAJLV2tztXaxWn2tU1kkUarc0pWz3hRAgLofsSyR5ppkiVO6SZayKZkKTwBe4Mp28U9Ef1Np75zcj1nQdyw5WtPkTH4kNd4X/pxjNbD7TXaqgAv7IpyTxnLXElQYOLiTOaqNk+VXQ4O917vH2dwDztrUXaPGMO5xKOceEmC3i6S+OuL6bB41nxqCFNhtPllgDQTfHUZNhFvjnwFCwiNq8gK1sgupBjLogZi/q8SOJHaywAIr2uC9LUE4cafCihi8tzDolpysfVoaJyZZI/axdtlRC6wF+TzWYMjGK/C0rEdOqPpco9b7GZ23EL8+7pOB6JTsYDFUQxOlK18xxTPZpj6Gwz/wopvHGOsEN5KpASxgVPylM3UlREdZVazI57a+jmBFX0ewQm1l0K9lQrAWV0gt4h7PsTVCT5zNq4i4DnKI1yB6zx22ASO7Udzlyfklxw7hW7clIYCrMLQhstaBC9jQJmSjISu1N5Naam4KNKjLsSCPCtY4nkp4fMhuGQFVxxIvmOUwIvmGSbONfc7W5tg+MJuqINIpM1e1UTzjyrY4mpHWmpHWnpHWSQ0Obe3L+kRioJ0Af3WBumB/BpviWQiuiQxQgHWpqzBdm03wmuqtA8NmDMLHROo4E46yLr2h1ZkOqxRaksD8J+do6xyuCk3e0TkgZndlPvycLenlj/3yxWY98kBpJoOrcY+tFgfXr8Z93blcmYK+HLb/EwBfxer75OOlzy8QTIcqMjZ7mUiA5s+YlrltbxE4SfMZNiZB0MzDthHGQQb6lrr9AYubeKg0eDJGZDaAy0je0dz1a9kQfo0DfFibkAmMyAcZzMalObVRpcrVX33yaVF8eyOqPi0XC2YK6vdIaESzYMLnklWowSBXaHlbVwQvPmWF90umZW2Z2+Q5W4Quu2Q9E0LtkvNjT8ZBgc29xl6kos63j7GZDXffHSFeFxvKMrkPYzp+uMpNVmDHXJVTV3oTXJ/Owxy9BMD5PyzLxg2Dthww0Fim9kZcZdXYrBsPGOu/VvzDDRsNBfaWxC83xN5FNPQ2uWJPzJTOiA0e5TwkR5yT4ayDkKnYsNpd2aVaSB56Rh6nzbpcMWaf8yZHodLnqtDI4g6lAovCAzWuzditdVYU18Q5uBqJAXzIHJiny9UZ24zEs7gameJTjMzfMIHbpvogUUDht8QKGXYpyrdr+Mue29wOL9lbrMn3Rd/EuM9fT3A9CnBfmwJW59ubSSfDfR61xH7Ow3kFN6r2cbksoTVm1lLF8xa3rzojvlAOVFCSvdGIfYV7I+xSxBat4nTh0OwDdl6Cu+mQDYL42QUF6lNdYcs+L2EsJ+TMyMFDttycF181zOS8rIC4kA/R486IPS/MtUkrTmYFFZ6RtjQjbXlG2kpqCItH3WNs3VcMPBTD6odovhgId5bOnpLJ/ZMTycLkZLIHGHeRbasXZqLrBWRYomXaQzQ5qVD0MptgE9GsIioPHKAiVuXhpwl2bqTYuVDdx7GocXWoruJY0ri6qsIqLesckhDRis5RZ2zOkz1HAzaVci6zrpGNse4MPx0fpKpzmVGCtgO7JUf2e/PHfUpiUZU5baKyPmw14gO0lyrONh2YdOjgpEO3TDqFmV3hy16ND7upGTpb1CiKaQwjTPZf5Qth9tOBz12/Gu+bmo+CqCukEOh8L58ZczSHl338UucDRLScLUTRbSmTNHEr9OWylM6IDD4lTDJR1uY7ZAVxopb8otjwb5r2TvRujxh9iT2TwzVVDtvG00+IKZUL3Y17iNGuqc4e+VbA/Jctc8vazjH7jLPtSTZXKBxu6qhyRtkxx2enyHPkfPLz065y/WlGk4cs49OfnDq1/ti27G33EoUKwdcgptqI63KnKRvNYDe2eZUbx7MrHcSrhs9I3r9NcpnIc1UCNjg7zLO/hqcxuqcxehIxCuVkQ3+HqB+YvnIznJ4z1bM2aBsbFDS0bqjA2TZzzxIdy4CNxaHqpzp4K/WAYpFYEtUjszA29VnGlvdWkr+33sYtFrFx+63JCQ5apvvQYosrikTixjmmhkP1nceJhR+rYBEffjMzbrJYtli+sqSigYktaSqzGXGoNsSTgMN7756RDThCuXjX56WNvVLuzCURucV3UFXnzfCdU0GBtJ0HR+KzNpOKjLeC8Raklf+z41QuVbatLeuyUCgdsp/hmFsWM4ozzoVgRtqsm5yqs+gDZbFhi8WGoS75aCHqMqLfRzLiloy4RREkGrXJyaQBPB9QyFF0Zh0eNWQAl9SghjoWqirojrzV1b2LBVUBE6l1yDaqkG1UIdug3pPsr3jDTAIkBiox6VO/SP6SD5o0HlCF+k8nc3xTCg3wMzfpxCENJp3MPkWNlj2KWzDuimS0bRltJKOFQTyvLyLYiNuewwijhQLB7kU4r4a21838Emc2kbFVmHQw94G+Ni6gSK420hOGkHACQJ3cjEhFCilyoZ8Mnea2f8neMi8xxo8bLLn3h86qEGXOOutfQZT1eWbYmRpkU28NX6h/HD4hDeqN4zmq4J7DTcQtqrM8ne2S2qwvajPtJsSYr66lgzM1k1qBXFE3B+rIobaiuAwh1Ez8RFRHLKSZQPpGCaRZxNVCJikZsH+IkEvJ/ORkMtTkzTzNzwTheaF3FuHjxdidr8MScMDDy2YyzGieRfa4HtLwJnTRApyM+KpR0AGRuiULQfQxMQVxA1+bJpd40dLkw7Q8+bBovB234kHj3e31B0oiFlKH9XAdRVd9mBZumrvN1NPMuc/poiR/3FOewYSJpM8l8dU4oT0UsxEthaCZmN76NAiePd/lQFFFwnRFNhok7VFJbSaF5GK8HoRA4she4CWfeZJjE1YZhKsSkgiG50Qe/678Z6bFF8pWc3Wx/TUQC9CheiZlzgICcpCzeYUSOKbn/O4ZFWuxSBmULrJj4k2gdEms/QJa5vgCu1RMBOBdKQPu8hsCXNDcihhdZFo9mQc2nmdsHF+H/mJIy7RQ/vIZ9WleGT4otTIos6SupyvcZboW1HTVkW1h94yYrgUQavURc+D1m1abzwHHjBmCStmLt72gSFZYJVQoDXZrUcf8WBQTzsLldgZii3AwaqFbGsodvYCNC4f7M4hX6yhMDC2Ux06V7hpV1tno0YbRZFP8DCrUGMvlEy5faUbBsWEcsWWAz8yzcWKYBGw1XofdrxJQOCyg4DhPfO8sBSB+kaziVkG62NaXlraFm5fQWsoqyBT3g0AcHiB5rLPbIirqzljIKo6uWmnGs7thWLvSFjRTo5lfe6AiqT25a3I/+6lzTrh0dyY/HLcpW4W2XoW2rALz94gaNyu8ZrlwVReu6sLF+wnzqFymhDZhSCqRn//askI4WMoROnvhbEEFcH9MfDahTQKqQObhU8hLV8cEspKvgYhOAa4hR8AcaPYQj9YfQeJfWXdTI1QXBkf38RKE1BgnPhaBI4q1yzHJgtIqBLNXAWPfbQ2oC6vruKPndJcZ5UAC2ZR29JR2ZEoLdzPmKnW9JXKL3fAv1VyK/I34CkFcv7JGbjaXNdkEcEirjZmwRiAcWNX72SbwODgWNoFH4XhEIRu/ezPANwT4Kq5P3fvCzho+/JOrMqV18jGBDXXhi0xAXSagLhPgT90RnQdK3RXM8tBtRTBzfhfa/N06FEiHqqWeTC/FNwvNloI1TzerOKpcAhN+wn79+beoVoBlsIeQy64niDSt0BCC3wCKPXKKUOwqKHYFitVK3De1Ej4PnBGVL7ybWglPKEu1En7mNJGtRDHebbYSXrYS3oyV8GZiuPJKzOxQIB2qlnqSrYRXWAlvxkpMN7tzJbr5baJwfjRTI/rBWYn3h1+2LfsSXywKVRLmNHVGZKtpZdARLx9/NINYcWakuSV5Nofyl7hSJ0VL7fLlA7MoAlZ9z1LTWM9Muokz+TNz8mHEpuOHGXSoBMpw8hiOyqOhPAw4ilGwFhvfxXhsUSXIeIwpXh3utN/t8GwMz/6uhhc7Ot6Vqd1YIVA3+DqsX4N7kXWJ0RcLAVzGWRagULw7ctEcx17KQjDZlHsIl4ZEASDQ142WfIeMcpyE1FSiQxHAQZvDnq/SiYKgcMHIe2iyYSXyIVe4z+Cdb0t4B/6UIKA7sRbYIJtzfZjFg/di/u7FrVj2Cb4b674NtLmeGGl0YgMNrycmHpkVNM+n3gbEqfcw0QehJpnjMXxW0OVxdoPWOPwDW+wWL2fuMUFmdFamT9Cv6hhWKsA8tZypaRaME/PHVv7Yzh87+WM3YzniurgC9tQ+qsg+gobH5xtbk97n4gY2yAZrSRswcUSU4/p12NUhGET9yatxF0EjGjC4a6lviK4h3zrQZNevcojhbJuBnvQ2qJraFxHFNRxBRMo29j5LwFk66st1jE2Krt69+Psbi7+/8fyzIljNv1yb/aVF7asyyCsfXH1y6su12V861L1692D8xf74iy/feX3qy7UZX6in3SyzG/YyGvl/52AeuIiNowuKUpapAZe8dcS7dMk7l0SYZj5L+CoFXm6lH7Hl8MKaQwIKywIgcY8vkySXY3I02MxZROhMcV8uWEEWLttVV4L7QhfVcR7W7+EDhu98Hq9xzVChFcJ3FNUd+RgLdtW/a5oWPDY8xJ+38SP2E5XUjH5Mw7OnCXkbOyOFkMe8F7rnezcgqD+Bf7GlLN5NNv4dyo12KY4PJ+WNqkIARx9yVThgib1qbaaOOmPM6MdD/maPVdRYZmiCKb3exe9/T0POTwbvadTibANrjMlQG5uDHpA11jflkTsOX+S4s7Nn6if0YahmSoLJqkuK82nDjCXsKHbziQsZGJx0W00az5/FE4TJK06nmmF8wcUJPJ96ctMtybXbvFan5vWnTSZa7+XZRXds7hQ6aEJlyv3DMb2eOGpibXKKE8vZ4MgouczU38QNhKxZwd/xIXBEE7jD4BvDR0yheevkjbnwOPysY/uXHLFcMsHhmBJMwcFbxIqc6WsKEepThYlgIp8fMe9NnV7N0yu4FsdkF1lDpSUQreu8CQtZdfZEGTmCNc/DAohxqZN645GuK+BgByrq5M6so8RKX+KcCW7q8vn2rEKsBA41zDH1SsmVQsQL3LmBWJvqHU5p6bek8TB9zlSOybVZsRWSirq9h6rpK6q/Kh4CeRzEf0aZeqntisStK7R9Q7f91Zu37euWCm2/8jpte6W2fZ5UNZXuKItmwkD7gcwLGRf7CY7GhCum7TgCCfBdy0zAMJ3hgTJwOSamJzfAgLauFD2Tn3fsQKxnTQ13lZlwx97XoNGVNUXiSywLjx2woYHHbM3OFepctZvlqutcDc6lFIR2UhFz1d1UewBqFauVjVN5OV/SJs96TRp6KWrFuBelazDdVBksVkZJhddCVaFgrq4BINwlsIeHA8eeXceXTNWNr5k37wZ7ns+u4yu6H19/A/1wZ9fxvO7HC6/bDxTmqymb+XRqY/GiHXIBRodyH5EpQHOOzNhQdn1G+JemGWxz+A+RuHCsUnGBQYCsZmbfw4FfOLbyGJQErIdKHg4gyyGJS0KRuR2PWSgoYWLGI9av+axoiiO2XokkpEcwohB6R6rvqibOog9mF0bpS5Wl9GUuXSZXilyuyIMrTLkow2zNzYR/4JuDbYC4OiNrOICqfAAFfAAFfAB5fPb4fELewxMhdzQhbJ08DRFGflMi0GcS+KoY0UE2UJWDL0EI7jFbpFYRVC/eQxaf677KwcKCRY5ZrorspQoCkc+lcB8KINWqxS2EEqEaL1ptfRwvkZe6m3AVrqF9SETklSd8Hj55qbs5Spapid+4yzQbvu0Ty6QeBxtbOuaspkRLFLHKK6Xjw2RF4tqzYaAY3fSPsUu7J+a8MEStAX8QVdapNaZwjePer4iOhKhyDqEIY6Jm6o/IuQ8WsYwScevBYDwi3DLVoXYaRQ+4RAQTpWYKEO9Gp6jLAqE8R+gq1WUzZcOPjsSaK8SHF695scvNCVDdeynVgPQUuJgQPHIfX5CG8F/LVOMwwj71yY/cGeVlXMjXG0Ovs1cG35fBJx2Y8lIfgx6yTW8Lhil8nwRiMi7ynVUt8qOPuCoBblacoMdFLnXWjrHuscm1dUki9PWYPZ09PIpgJh9N8RAc58Bco+oYsh7csYU7umB1rSAnnie+cDN6MGmu890jTRBDMSL31cdJE88dGDGP4x7U/Ajh6CuylKGeGb62sBwi4lIQX6f2GKxPU18k3YFohaM+4qL0hxjCmwJAi9keCPI9sJTNR+sYx1HYYNK5uUYt7nxrnbWxVWqOk4hq52h+TBHV1keqwXgZG4bBeiBL1qWIcRF1OdQh7llYoKXUoEX2dIN13UgytHBBwBULQSTXkhVakTuvARAR33et7+/WK1GUpEFFJxq6cLUowYLdHS5hgODZXBuvYQwB5IwsgqmvA6esYwr4AtQ6NaLT4b9m9uhmRHGQE8VVRRQHVC0SxVZGFJs3J4odCW/hscADZPG4SB6jGvArUommnxNjLFd8s4hIjcrBqBK59vv4EFS/OR6FX3atHigam20qRyT2SOMk4jI+S1zngdTWmdSorSMobRZxgzmQeZ7IHt8XZcKUZo3NLurR6SYfjLgnD2DaGCcLBSBdYj8nbjVZlojqI76JwaG+QG6Hd3ZHFJjw11oeZ5dNVKg/Riw+ho0R2x4KVM0DqlagEhegwQ0HEqm8x7hkkRYwN/OAoSpVeTISogWOby56ZDrGzUtwTrYbqAMMR+SPoZLCxW/S2y4tImrpGPEJVUfyM4bDLrGLYZO6MPHkHwQSjEXzXF1LEpGYzYnEbI6SiD21q2vJnHxpypcmzSkR8h753NTuAXu0e8AeakKcJirsKZAveQoUtgr0F/2xxP3k3kccjFqNrqXmwNaYpDCuSI0Mc9CE/EINaDDVbY4rWe5zV/e5O6PPkRaZjdhQv6GsfQpDKYSR7+Oxz3v6ydfhUs2dXKo5xaWmAQQPgdqGLAtwWP7osEniTZlU8Kn2WI5k7GSwgQB0fmYhgj0ehX+m+YdsUoUal8sshIj32eTaU+YcLyHw80umS2EIY6akljRxdVhc1RQ6h2eqa8Ldl5vCWCbbAk8spsiw3UlaBUYk5wyLN85FOdNWTG6CNeWQ9wijYe9W5dd02cIVvXFd0/I+NUrX4lWlyirHltytyq/oslGpl1/Xyc1SL2uFXrp5lcUKX5jdx+dfr49eHjsMGC1Ubh4uIvvV8jh2Lo+AU75RSmlSfSpPM+ecVUpEjak8kUR31ykiOde+XQ7u8VtLI5jLbAzhYcNXZCn/YdjQqNPuFdzyFgDBiyg6FOa1llmilHS1k9odv/DgF4p/fLEPKBWR4tZz/raR86TM9bA/5M7yDX27QNyd1E6Ft7+7+Ce6ux31Raq+Jpe4s/hXLNHKS/RUiTZ/l4vR9O3EO1ttFKKox5HaPjPaahWumYslnHwwxjGpcFRFSdddkfCxL4AwgEIBq2dI2RNviEv8nFW9yyJpW21F9vVtufoj383Y1B/bPLKQ/HuYSK5r4VMj1DH2GtSXm8B9Ji3vHSaNyYrxhPijhNCOepwNMVlVIsfVz9OtLB2h6PN0W9LFZKQg6C+oyArS8d+umsPt3YmqeFlYuYCxtM9Y2mcsDVoraTGWBsWVNBWWblKrgKWnydlAAkqDX0MUVbFHrUiIab48YpywCUg0ildYZi9MtCcsFi5/aI319WT7cd8nOBZ7GB/A0ZcGUKuGcZfvql9mfB+ug0tspRVm49iCGxGl5RUUR0y4roO5upgi/kX8Ye5mssA+IWDq2kL9ttPXzA0sKmKY4yskT+lzuDK3zS4m6XPG8SHIBNyBZW7GB5VCIZRw0iG1ETXSXcfVWH3ag2An55JbEBU5XuSOOJuICd3H+RspRi9SjN4iRTj4Ob78EoLpg9FbZI4gSn0OgXwKXBAYvSxHSPvoljFufwLLOR6h9loc4RqYES1Dw46LoahGy3zTVJMrEfkC9VxawhGP5FgmiYgO0oFoVFBE6BFqljBkbmuIEhxEP6F5XFiFcPrSs2bkF/UY7XQVUzc44WynsCFKr1jn+ISHOdV+9v7zozXJp2iKUgg6BbzJIGfHYr5bBOxYuB53YScArjKeEzUQ8/E0UJlhECJACaYMzGdP0QXVzVEypKaiDPC2Aodb6o2F4xIvI1dTv7LMCtCZ3A0VK8S8CXRHLY5YLYwb7rvkPE1FyyW0QmFW+ShezEjk5WNYhGMbzH5Fa9TlrnfXGXYDisZJG5xbPEaQ6/WR3mNLih5sM4HM6wCVYVexZ8ke6tL8ONmbmjQEiU2A4Q51hMTuUDPyGIraQpjPYfUWOJ427j/r4F6/Ia52lnXt8braHO57L8cfbWqOtRnZWD7QsW1F0+rI80VAyMnDzCmlLpS9+Hk0jxUc5VrCNhiYMHtEzTGZMo1OpuTzRXqM4M3kHLIEu4qPNWQjepqcov9lQUNfiOBb0GX/oWmkz1lHb7nr+fe+CxGTraP/1+FPfB6PX7GO/ssP7Xk3Hp+3jn77rZ/5F3j8qnW0duTfvQuPX7OO3nrPfVzs69bR7/zx+/nxBevoF7rL/PiiddT68Q2u4SXrqHP2i+/B47esox/+k+qzeHzFOvqehf134vGGdfSF+m9+AY9/bh39vft+lvP+hXXUMB7gDK/i8UdSPF6xjx5S/f0ZfuQMn7CPPpY8wcU+aR99+m0fQobwm64ZXIrW89Bs1pRzuyV2Dy+a6asWq0KCybfNBALHG6+9VvybnEhsdVInHJWbIwX8kZk4U+Gm/Zgv0AX1DFtvuML4Oty0r8NNO3mm/AlEEhQ2+GFygpUREisdcaC+yj1k992X0e7z/F4o76Rf2Zn0pZ1Jz00neYXnaineta3jXRd6qeNdF5Ne2Jn04o6kUju2hFKw8yQd+9qRMNeEZaFgcnRygpWaXnHWJt9EhIeXzfTPLdXPG9aOHryyM+lbO5Ne2pn04s6kF3YmfX1n0temkrBQbKnEirgZLkJHJz9MbvoXXAwvILVsgVIOJ6ltZGyydoZHRWB85cf76xUN6CrK/M1izJdCOyR+Aforu0O/o6E/wOAcBf3ejmDrNbkK+GbB1r08U/6ENcYsORn0Bwr6Eb8NHaPK5I9MuNiWQ7I7GkQLVWkQLSa9sDPpxR1JFJTeHB5rnqRB1FMgirmjCkA0wU0E6RVb7fNd9mqx8a/sTPrSzqTnppOKHYSVBTTshQnFxnAKG8PRG6NY6Ss7k761M+mlnUkv7kx6YWfS13cmfW0qiWcFW5rvon8DG6NU9Ga3IewSOCm7FOEXbLPy+keCTXb6CVlMQVTpz/Bb7Mt1WDICd/JH5o47CJIKbiGwpzaGk5dMZNiACg3BamPYeabCk50hRkjLZ6PnLHeOnotJL+xMenFn0ks7ksjZ7Q33EDC0ccido5Mf/F4x1992vlfMFTt6YipwwyVHYzFHQugwskjcxNErKftZrWTil6ExmLmWVVQxfcR7JSQHQ4DE02vp5Uf8DCQXO3+VyEsvYBGDVXZ7m3xW2XJ8k2+YwBJy+CVHo3dy00/aBSxG5QkrDvD73JJHJbKGitpiKodVuF7DvfSgZcD+Osks2sUS+3bLKIa3fqtlbptbEoNZmbhKePeDlvHMVe5dRgtb5NxhG+E/NK3Ktvb8q5KLIGTFGBYF+3PcPuGp2k5k/rUqwLq2wwgklHqorZ1r2tq5RmHZyzUUBzOjeGVBwejpN7hjWxJePyBnHJfCuVd00Mlqxj+4wqdJPPs8uBo7IEo4muoxtr/kwC1XIYSAvXXJRNmU4hAgPiMGjIUp4xuEM8O3wrx/3bR8GO262jAvE+vtdLc5yKZGVZkz6PXgcVGBeW9Tzahb8ljmgKvsSIljrrKW1KdMfOtye+g3IS91Cx7GId9wzy48jWkPY5f1RgEb2eyw4ysKk37AkEG52Sw7Yhlss8VOdn/AQctgBRdzbvgiFsMFe4IPiq7KVTEFyBmr21NK1e5WnaEa3FHt/ws=";
