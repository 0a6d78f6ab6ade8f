/** Types as errors name them. */
export const expectedTypes = {
  int: "a whole number",
  number: "a number",
  string: "a text in quotes",
  boolean: "true or false",
  array: "a list [ … ]",
  object: "an object { … }",
  range: "a range [low, high] with low <= high",
  distinct: "a list without repetition",
  sha256: "a SHA-256 of 64 digits 0-9 and a-f",
} as const;

/** Three digits say enough. */
export function gigabytes(bytes: number): number {
  return Number((bytes / 2 ** 30).toPrecision(3));
}

/** English errors of what runs everywhere: the library in a browser's bundle. See `en.ts` for all of them. */
export const coreErrors = {
  // Data sets made and split
  "data.wavesSamples": (p: { least: number; received: number }) =>
    `expected a whole number of series, at least ${p.least} (one of each wave), received ${p.received}. Try 1200.`,
  "data.wavesLength": (p: { received: number }) =>
    `expected a whole number of time steps, at least 1, received ${p.received}. Try 200.`,
  "data.wavesNoise": (p: { received: number }) =>
    `expected the standard deviation of the noise, a number >= 0, received ${p.received}. Try 0.15.`,
  "data.wavesScale": (p: { largest: number; length: number; noise: number }) =>
    `expected waves whose largest value is above 0 and fits float32, received ${p.largest} with length ${p.length} and noise ${p.noise}: dividing by it would give NaN. ` +
    (p.largest === 0 ? "Use a length of at least 2, or more noise." : "Use less noise."),
  "data.wavesMinLength": (p: { length: number; received: number }) =>
    `expected at most length ${p.length}, received ${p.received}.`,
  "data.wavesMissing": (p: { shortest: number; received: number }) =>
    `expected spans no longer than the shortest series (${p.shortest} steps), received up to ${p.received}.`,
  "data.splitFractions": (p: { train: number; val: number }) =>
    `expected shares train and val, each a millionth or more, that leave as much to test on, received train ${p.train} and val ${p.val}. Try 0.7 and 0.15.`,
  "data.emptySplit": (p: { count: number; train: number; val: number; test: number; least: number }) =>
    `expected at least one series to train on, one to validate on and one to test on, received ${p.train}, ${p.val} and ${p.test} of ${p.count} in all. Use at least ${p.least} series, or other shares.`,

  "data.relabel": (p: { problem: "series" | "val" | "test" | "class"; most: number; received: string }) =>
    p.problem === "series"
      ? `expected the number of a series, 0 … ${p.most}, received ${p.received}. Series are counted as they were made or read.`
      : p.problem === "class"
        ? `expected the number of a class, 0 … ${p.most}, received ${p.received}.`
        : `expected a training series, received series ${p.received}, which ${p.problem === "val" ? "validates" : "tests"}: only training series get other labels. Leave it out.`,
  "data.stratify": (p: { classes: number; least: number; smallest: number }) =>
    `expected at least two series of each class and ${p.classes} in each set, received ${p.least} and ${p.smallest}. Use more series, or other shares.`,

  "data.noFiles": () =>
    "expected the files that the spec names, received no way to open them. In a page, pass loadData what openSeriesFiles of tidelab/readers gives; in Node, seriesFilesIn of tidelab/node.",
  "split.needsFiles": (p: { kind: string }) =>
    `expected a split by shares, received ${p.kind}, which is for series from files. Leave the kind out.`,

  // Data sets made by hand
  "data.empty": (p: { count: number; length: number }) =>
    `expected at least one series of at least one time step, received ${p.count} series of length ${p.length}.`,
  "data.size": (p: { values: number; labels: number; count: number; length: number; channels: number }) =>
    `expected count × length × channels = ${p.count * p.length * p.channels} values and ${p.count} labels, received ${p.values} values and ${p.labels} labels.`,
  "data.channels": (p: { expected: number; received: number }) =>
    `expected series of ${p.expected} channels, as the model, received ${p.received}.`,
  "data.label": (p: { classes: number; received: string }) =>
    `expected a class 0 … ${p.classes - 1}, an index into classNames, received ${p.received}.`,
  "data.classNames": (p: { classes: number; received: string }) =>
    `expected ${p.classes} different names of classes, received ${p.received}.`,
  "data.value": (p: { received: string }) =>
    `expected finite values up to 3.4e38, received ${p.received}. Fill or leave out what is missing, or use a larger unit.`,
  "data.lengths": (p: { length: number; received: string }) =>
    `expected a series of 1 … ${p.length} steps, received ${p.received}.`,
  "data.missing": (p: { received: string }) => `expected a data set, received ${p.received}.`,
  "data.list": (p: { received: string }) => `expected an array of numbers, received ${p.received}.`,
  "data.whole": (p: { least: number; received: string }) =>
    `expected a whole number >= ${p.least}, received ${p.received}.`,
  "data.windows": (p: { rows: number; count: number; received: string }) =>
    `expected the series of each of ${p.rows} windows in order, from 0 to ${p.count - 1}, received ${p.received}.`,
  "data.lengthsSize": (p: { expected: number; received: number }) =>
    `expected one length for each of ${p.expected} series, received ${p.received}.`,

  // Transforms
  "transform.pad": (p: { length: number; received: number }) =>
    `expected no series longer than the length to pad to, ${p.length}, received one of ${p.received} steps. Pad to more, or truncate first.`,
  "transform.tooShort": (p: { needs: number; received: number }) =>
    `needs series of at least ${p.needs} steps, received one of ${p.received}. Pad first, or ask for less.`,
  "transform.windowsTwice": () => "expected windows once, received them again. Keep one of them.",

  // Models and their shapes
  "shape.needsTime": (p: { layer: string }) =>
    `a ${p.layer} layer needs an input with a time axis, received one without. Put it before the layer that pools over time.`,
  "shape.needsRecurrent": (p: { layer: string }) =>
    `a ${p.layer} layer needs the output of an lstm, gru or rnn, received another. Put it after one, or use last.`,
  "shape.residual": (p: { layers: string; shortcut: string }) =>
    `both sides of a residual sum must have one shape, received ${p.layers} from the layers and ${p.shortcut} from the shortcut. Give the shortcut layers that change its shape alike.`,
  "shape.concat": (p: { shapes: string }) =>
    `the branches of a concat must have the same time axis, received ${p.shapes}. Pool all of them or none, with equal strides.`,
  "shape.multiply": (p: { input: string; layers: string }) =>
    `the layers of a multiply must give one factor for each value or for each feature of its input ${p.input}, received ${p.layers}. End them with a layer of as many features.`,
  "shape.fixedLength": (p: { layer: string; compiled: number; received: number }) =>
    `a ${p.layer} layer makes features of the time steps, so all series must have the ${p.compiled} steps that the model was compiled for, received one of ${p.received}. Bring all series to one length (transforms resample, truncate or pad), or use a model without ${p.layer}.`,
  "shape.heads": (p: { heads: number; features: number }) =>
    `heads must divide the features, received ${p.heads} heads for ${p.features} features. Try heads 1, or a linear layer in front.`,
  "shape.relative": (p: { relative: number; time: number }) =>
    `relative must be at least the number of time steps, received ${p.relative} for ${p.time} steps. Try ${p.time}, or shorter series. A trained model stays as it is: cut series for it (predict --windows ${p.relative}), or train one with longer series.`,
  "shape.sharedFilters": (p: { groups: number; weightNorm: boolean }) =>
    `sharedFilters takes neither groups nor weightNorm, received groups ${p.groups} and weightNorm ${p.weightNorm}. Leave them out.`,
  "shape.sharedBy": (p: { sharedBy: number; features: number }) =>
    `sharedBy must divide the features, received ${p.sharedBy} for ${p.features} features. It is the number of channels that a conv1d with sharedFilters reads.`,
  "shape.output": (p: { classes: number; received: string }) =>
    `the last layer must give one value a class, (${p.classes}), received ${p.received}. End with a pooling over time and a linear layer with outFeatures ${p.classes}.`,
  "shape.tooShort": (p: { layer: string; needs: number; received: number }) =>
    `a ${p.layer} layer with these options needs at least ${p.needs} time steps, received ${p.received}. Use a smaller kernel, more padding or longer series.`,
  "shape.groups": (p: { groups: number; inChannels: number; outChannels: number }) =>
    `groups must divide the channels in and out, received ${p.groups} groups for ${p.inChannels} and ${p.outChannels} channels. Try groups 1.`,
  "shape.samePadding": (p: { stride: number }) =>
    `padding "same" needs stride 1, received stride ${p.stride}. Give the padding as a number.`,
  "shape.poolPadding": (p: { padding: number; kernelSize: number }) =>
    `padding must be at most half the kernel, received padding ${p.padding} for kernelSize ${p.kernelSize}. Try ${Math.floor(p.kernelSize / 2)}.`,
  "model.duplicateName": (p: { name: string }) =>
    `layers beside each other need different names, received "${p.name}" twice. Rename one.`,
  "model.classWeights": (p: { classes: number; received: number }) =>
    `expected one weight for each of the ${p.classes} classes, received ${p.received}.`,

  // Engine
  "numerics.unavailable": (_p: Record<string, never>) =>
    "this host has no fused multiply-add in WebAssembly (relaxed SIMD). Use numerics portable; Node 20 has it with --experimental-wasm-relaxed-simd.",
  "memory.exhausted": (p: { megabytes: number }) =>
    `could not get ${p.megabytes} MB of WebAssembly memory. Use a smaller batch, shorter series or a smaller model.`,
  "memory.estimate": (p: { needed: number; available: number }) =>
    `expected a run that fits into ${gigabytes(p.available)} GB of memory, received one that needs about ${gigabytes(p.needed)} GB, most of it here. Use a smaller batch, shorter series or a smaller model.`,
  "predictor.closed": (p: { maker: string }) =>
    `expected it to be open, received a call after close(). Make another with ${p.maker}.`,
  "threads.failed": (p: { cause: string }) =>
    `a worker thread ended: ${p.cause}. Try threads 1 and report what it says.`,
  "threads.count": (p: { most: number; received: number }) =>
    `expected at most ${p.most} threads, received ${p.received}.`,
  "threads.notLoaded": (_p: Record<string, never>) =>
    'the worker script did not load. For Vite\'s dev server set optimizeDeps: { exclude: ["tidelab"] }; elsewhere start tidelab/worker with registerWorkers, or use threads 1.',

  // Weights
  "safetensors.tooShort": (p: { least: number; received: number }) =>
    `expected a safetensors file of at least ${p.least} bytes, received ${p.received}. The file is not one, or was cut off: copy it again.`,
  "safetensors.giantHeader": (p: { most: number; received: string }) =>
    `expected a header of at most ${p.most} bytes, received a length of ${p.received}. The file is not a safetensors file, or is damaged: copy it again.`,
  "safetensors.headerBeyondFile": (p: { received: number; available: number }) =>
    `expected a header of ${p.received} bytes, received only ${p.available} bytes after its length. The file was cut off: copy it again.`,
  "safetensors.headerText": () =>
    "expected a header in UTF-8, received other bytes. The file is not a safetensors file, or is damaged: copy it again.",
  "safetensors.headerJson": (p: { problem: string }) =>
    `expected a header in JSON, received text that is not (${p.problem}). The file is damaged: copy it again.`,
  "safetensors.headerObject": (p: { received: string }) =>
    `expected a header that begins with {, received ${p.received === "" ? "nothing" : JSON.stringify(p.received)}. The file is not a safetensors file.`,
  "safetensors.duplicateKey": (p: { key: string }) =>
    `expected each key of the header once, received ${JSON.stringify(p.key)} twice. Save the weights again.`,
  "safetensors.metadata": () =>
    "expected __metadata__ to hold texts by key, received something else. Save the weights again with text metadata.",
  "safetensors.entry": (p: { tensor: string }) =>
    `expected dtype, shape and data_offsets of tensor ${JSON.stringify(p.tensor)}, received a description without them. Save the weights again.`,
  "safetensors.dtype": (p: { tensor: string; known: readonly string[]; received: string }) =>
    `expected tensor ${JSON.stringify(p.tensor)} as one of ${p.known.join(", ")}, received ${p.received}. Convert it to F32 before saving.`,
  "safetensors.shape": (p: { tensor: string; received: string }) =>
    `expected the shape of tensor ${JSON.stringify(p.tensor)} as a list of whole numbers >= 0, received ${p.received}. Save the weights again.`,
  "safetensors.offsets": (p: { tensor: string; received: string }) =>
    `expected the data_offsets of tensor ${JSON.stringify(p.tensor)} as [begin, end], whole numbers >= 0 in order, received ${p.received}. Save the weights again.`,
  "safetensors.size": (p: { tensor: string; shape: string; dtype: string; expected: number; received: number }) =>
    `expected ${p.expected} bytes for tensor ${JSON.stringify(p.tensor)} of shape ${p.shape} in ${p.dtype}, received ${p.received}. Save the weights again.`,
  "safetensors.range": (p: { tensor: string; end: number; available: number }) =>
    `expected the data of tensor ${JSON.stringify(p.tensor)} up to byte ${p.end}, received only ${p.available} bytes of data. The file was cut off: copy it again.`,
  "safetensors.start": (p: { tensor: string; received: number }) =>
    `expected the first tensor at byte 0 of the data, received ${JSON.stringify(p.tensor)} at byte ${p.received}. Save the weights again.`,
  "safetensors.hole": (p: { tensor: string; from: number; to: number }) =>
    `expected no gap between tensors, received bytes ${p.from} to ${p.to} of the data, before ${JSON.stringify(p.tensor)}, that belong to none. Save the weights again.`,
  "safetensors.overlap": (p: { tensor: string; other: string }) =>
    `expected tensors that share no bytes, received ${JSON.stringify(p.tensor)} overlapping ${JSON.stringify(p.other)}. Save the weights again.`,
  "safetensors.trailing": (p: { expected: number; received: number }) =>
    `expected ${p.expected} bytes of data, received ${p.received}. Something was appended to the file: copy it again.`,
  "safetensors.notFinite": (p: { tensor: string; index: readonly number[]; received: number }) =>
    `expected only weights that are finite in float32, received ${p.received} in tensor ${JSON.stringify(p.tensor)} at index [${p.index.join(", ")}]. Such weights come from a training that diverged: train again with a lower learning rate or clipped gradients.`,

  // Going on
  "checkpoint.model": (p: { expected: number; received: number }) =>
    `expected the state of a training of this model (${p.expected} parameters) and this optimizer, received another one (${p.received} parameters). Resume with the model and options that it was saved with.`,

  // Specs
  "json.tooDeep": (p: { deepest: number }) =>
    `expected at most ${p.deepest} brackets inside each other, received more. Flatten the value.`,
  "spec.raw": (p: { missing: string }) =>
    `expected a spec as parseSpec returns it, received one without ${p.missing}. Pass parseSpec(spec).`,
  "spec.unknownKey": (p: { key: string; nearest: string | undefined; known: string }) =>
    `unknown key "${p.key}". ${p.nearest ? `Did you mean "${p.nearest}"?` : `Known here: ${p.known}.`}`,
  "spec.range": (p: { sign: string; limit: number; received: string }) =>
    `expected a number ${p.sign} ${p.limit}, received ${p.received}.`,
  "spec.length": (p: { sign: string; limit: number; received: number; isText?: boolean }) =>
    `expected ${p.sign} ${p.limit} ${p.isText ? "characters" : "entries"}, received ${p.received}.`,
  "spec.choice": (p: { values: string; received: string; nearest: string | undefined }) =>
    `expected one of ${p.values}, received ${p.received}.${p.nearest ? ` Did you mean "${p.nearest}"?` : ""}`,
  "spec.type": (p: { expected: string; received: string }) =>
    `expected ${expectedTypes[p.expected as keyof typeof expectedTypes] ?? p.expected}, received ${p.received}.`,
  "spec.missing": (p: { expected: string }) =>
    `missing. Expected ${expectedTypes[p.expected as keyof typeof expectedTypes] ?? p.expected}.`,
  "spec.name": (p: { received: string }) =>
    `expected a name of letters, digits, dots, dashes and underscores that starts with a letter or digit, received ${p.received}.`,

  // Threads
  "threads.unavailable": (_p: Record<string, never>) => "this host has no worker threads. Use threads 1.",

  // Training
  "training.batchNorm": (p: { count: number; batchSize: number }) =>
    `batch normalisation needs more than one value a channel, and the last batch of ${p.count} series in batches of ${p.batchSize} has one. Choose another batchSize.`,
  "training.noSeries": (p: { name: string }) =>
    `expected training series of every class to balance them, received none of ${p.name}. Give the weights as numbers, or stratify the split.`,
  "training.nesterov": (_p: Record<string, never>) =>
    "Nesterov's form needs a momentum > 0, received momentum 0. Try momentum 0.9.",
  "training.edits": (p: { problem: "empty" | "order" | "late"; step: number; steps: number; before: number }) =>
    p.problem === "empty"
      ? "expected lr, clipGradNorm or weightDecay, received nothing to set. Give one, or leave the edit out."
      : p.problem === "order"
        ? `expected a step after ${p.before}, that of the edit before it, received ${p.step}. Put edits in the order of their steps.`
        : `expected a step of the training, which has ${p.steps}, received ${p.step}. Leave the edit out, or train for more epochs.`,
  "training.cycles": (p: { epochs: number; received: number; nearest: number }) =>
    `expected cycles of equal length, received ${p.received} in ${p.epochs} epochs, which cannot be divided so. Try ${p.nearest} cycles, or ${Math.ceil(p.epochs / p.received) * p.received} epochs.`,
  "training.warmup": (p: { per: string; all: number; received: number }) =>
    `expected fewer than the ${p.all} ${p.per}s of the training, so that some are left for the cosine, received ${p.received}. Try ${Math.floor(p.all / 10)}.`,
};
