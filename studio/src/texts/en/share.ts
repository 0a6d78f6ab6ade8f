/** A link of this tab, and how links are made. */
export const share = {
  // What the link asks and promises, beside the recipe
  comma: ", ",
  asks: "What this link asks for",
  locked: (keys: string) => `Set by your teacher: ${keys}.`,
  lockedFree: (keys: string) => `Set by your teacher: everything but ${keys}.`,
  broken: "The recipe is not as it was set.",
  back: "Back to what was set",
  leave: "Unlock",
  left: "Nothing is locked any more. What was set is in the link.",
  fileWanted: (name: string, hash: string) =>
    `This link trains on ${name}, known by its SHA-256 (${hash}…). Files are never in a link: open yours.`,
  openFile: "Open the file",
  otherFile: (name: string, hash: string) => `${name} is another file (SHA-256 ${hash}…).`,
  fileFound: (name: string) => `${name} is the file of this link.`,
  unreadable: (name: string) => `${name} could not be read. It may have changed meanwhile: open it again.`,
  expects: (hash: string) => `Expected weights ${hash}…: train to see whether they come out.`,
  equal: (hash: string) => `Equal to the bit: these are the expected weights ${hash}….`,
  different: (expected: string, found: string) =>
    `Different: expected are the weights ${expected}…, this run gave ${found}… instead.`,
  differentPortable: "This browser rounds differently (portable), which may be why.",
  // Share
  shareTitle: "Share this training",
  shareHint: "The link holds the settings, never data. It opens the same training elsewhere, to the same bits.",
  shareWrong: "The recipe has a value that does not fit. Put it right first.",
  shareFiles: (names: string) => `Whoever opens it is asked for ${names}, and the file is known by its SHA-256.`,
  withHash: "Say which weights to expect",
  withHashHint: (hash: string) => `Whoever trains it learns whether the weights ${hash}… come out.`,
  lockTitle: "Lock settings",
  lockHint: "For a class: these controls say that their teacher has set them. Whoever opens the link can unlock it.",
  lockable: {
    data: "data",
    split: "split",
    model: "model",
    "training.lr": "learning rate",
    "training.clipGradNorm": "clipping",
    "training.epochs": "epochs",
    "training.batchSize": "batch size",
    "training.optimizer": "optimizer",
    seed: "seed",
  } as Readonly<Record<string, string>>,
  address: "Link",
  copy: "Copy link",
  copied: "Link copied.",
  notCopied: "The browser does not let the page copy: select the link and copy it.",
  making: "Making the link…",
};
export type ShareTexts = typeof share;
