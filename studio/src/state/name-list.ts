/** Lists of names in a text field: of columns, of classes. A name with a comma in it is in double quotes, as the command line has it. */
import { nameListOf, namesIn } from "tidelab/readers";

export function namesShown(names: readonly string[] = []): string {
  return names.map((name) => nameListOf([name])).join(", ");
}

/** Two commas with nothing between them, and one behind the last name, mean nothing. */
export function namesTyped(text: string): string[] {
  return namesIn(text).filter((name) => name !== "");
}
