/** A link with a spec that cannot be used. */
export const link = {
  reading: "Reading the link…",
  title: "This link cannot be used",
  what: "Nothing was changed. Ask for the link again, or start from the lab.",
  lab: "To the lab",
};
export type LinkTexts = typeof link;
