/** An empty collection in the language that is spoken. */
import type { Collection } from "../../collect/collection.ts";
import { emptyCollection } from "../../state/collect.ts";
import { collectTexts } from "../../texts/collect.ts";

export function emptyNow(): Collection {
  const texts = collectTexts();
  return emptyCollection(texts.firstName, texts.firstClasses);
}
