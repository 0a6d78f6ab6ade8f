/** Names that are kept while the text around them is not. */

/** A copy: V8 keeps all of the text in memory that a part of it, of 13 characters or more, was cut from. */
export function detached(text: string): string {
  // The two are joined to one string of their own before it is cut.
  return text.length < 13 ? text : ` ${text}`.slice(1);
}
