/** A link with a spec that cannot be used. */
export const link = {
  reading: "Reading the link…",
  title: "This link cannot be used",
  what: "Nothing was changed. Ask for the link again, or start from the lab.",
  lab: "To the lab",
  queryProblems: {
    hash: "The hash of the expected weights in this link is incomplete: it has 64 digits.",
    lock: "The list of locked settings in this link is incomplete, or names a setting that its spec does not have.",
    file: "The name or the hash of a file in this link is incomplete, or its spec does not read this file.",
  },
};
export type LinkTexts = typeof link;
