/** The recipe: a form and a text over one draft, checked by the package. */
import { models, parseSpec } from "tidelab";
import { beforeEach, describe, expect, it } from "vitest";
import { LAB, labSpec } from "../src/state/lab.ts";
import {
  checked,
  checkSpec,
  draft,
  type FormModel,
  formModelOf,
  loadRecipe,
  modelOfForm,
  setModel,
  setValue,
  shownSpec,
  typedNumber,
  withValue,
} from "../src/state/recipe.ts";

beforeEach(() => loadRecipe(LAB));

describe("the draft", () => {
  it("is the lab of the command line", () => {
    expect(checked.value.spec).toEqual(labSpec());
    expect(labSpec().model).toEqual(parseSpec({ model: models.recurrent() }).model);
  });

  it("says what is wrong, with the path of the field, and shows the last spec that was right", () => {
    setValue(["training", "lr"], -5);
    expect(checked.value.spec).toBeUndefined();
    expect(checked.value.problems.map(({ path, code }) => [path, code])).toEqual([["training.lr", "spec.range"]]);
    expect(shownSpec.value.training.lr).toBe(0.001);
    setValue(["training", "lr"], undefined);
    expect(checked.value.spec).toEqual(labSpec());
  });

  it("keeps what was typed, for the package to refuse", () => {
    setValue(["training", "epochs"], typedNumber("many"));
    expect(checked.value.problems[0]?.message).toContain('received "many"');
    expect((draft.value as { training: { epochs: string } }).training.epochs).toBe("many");
  });
});

describe("what is typed", () => {
  it.each([
    ["0.001", 0.001],
    [" 1e-3 ", 1e-3],
    ["−5", -5],
    ["-5", -5],
    ["+2", 2],
    ["", ""],
    ["1,5", "1,5"],
    ["0x10", "0x10"],
    ["Infinity", "Infinity"],
  ])("%j is %j", (text, value) => {
    expect(typedNumber(text)).toBe(value);
  });
});

describe("a value at a path", () => {
  it("is set in a copy, and taken out", () => {
    const before = { a: [{ b: 1 }, 2], c: 3 };
    const after = withValue(before, ["a", 0, "b"], 5);
    expect(after).toEqual({ a: [{ b: 5 }, 2], c: 3 });
    expect(before.a[0]).toEqual({ b: 1 });
    expect(withValue(before, ["c"], undefined)).toEqual({ a: [{ b: 1 }, 2] });
    expect(withValue(undefined, ["x", "y"], 1)).toEqual({ x: { y: 1 } });
  });
});

describe("the model in the form", () => {
  const forms: FormModel[] = [
    { kind: "lstm", hiddenSize: 64, numLayers: 2, bidirectional: true, dropout: 0.3, pooling: "attention" },
    { kind: "gru", hiddenSize: 8, numLayers: 1, bidirectional: false, dropout: 0, pooling: "final" },
    { kind: "rnn", hiddenSize: 16, numLayers: 3, bidirectional: true, dropout: 0.1, pooling: "max" },
  ];
  it.each(forms)("$kind comes back as it was set", (form) => {
    setModel(form);
    expect(formModelOf(shownSpec.value)).toEqual(form);
  });

  it("knows the CNN, and leaves other layers to the text", () => {
    setModel({ ...forms[0]!, kind: "cnn" });
    expect(formModelOf(shownSpec.value)?.kind).toBe("cnn");
    loadRecipe({
      ...LAB,
      model: { layers: [{ layer: "gru", hiddenSize: 3 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] },
    });
    expect(formModelOf(shownSpec.value)).toBeUndefined();
  });

  it("hands a value that does not fit to the package", () => {
    const model = modelOfForm({ ...forms[0]!, hiddenSize: -1 }, 2);
    expect(checkSpec({ model }).problems[0]?.path).toBe("model.layers[0].hiddenSize");
  });
});
