/** What the palette finds: screens, runs of this device, settings of the recipe and of the page, and what can be done at once. */
import { hasScreen } from "../app/known-screens.ts";
import { navigate } from "../app/router.ts";
import { screens } from "../app/screens.ts";
import { setTheme, THEMES } from "../app/theme.ts";
import { LAB } from "../state/lab.ts";
import { FIVE_WAVES } from "../state/ready-specs.ts";
import { current, go, keptRuns, pause } from "../state/studio.ts";
import { trainSpec } from "../state/train-spec.ts";
import { dataTexts } from "../texts/data.ts";
import { LANGUAGES, language, setLanguage } from "../texts/language.ts";
import { formatPercent } from "../texts/numbers.ts";
import { paletteTexts } from "../texts/palette.ts";
import { shellTexts } from "../texts/shell.ts";
import { trainTexts } from "../texts/train.ts";
import { focusSetting } from "./focus-setting.ts";

export interface Entry {
  readonly group: "screen" | "run" | "setting" | "action";
  readonly text: string;
  /** What it is, beside its name. */
  readonly detail?: string | undefined;
  readonly run: () => void;
}

const LANGUAGE_NAMES = { en: "English", "zh-CN": "中文" } as const;

function screenEntries(): Entry[] {
  const shell = shellTexts();
  const own = paletteTexts().screens;
  const named = screens.flatMap(({ name, nav }): Entry[] =>
    nav === undefined ? [] : [{ group: "screen", text: shell.nav[nav.text], run: () => navigate([name]) }],
  );
  const others = (Object.keys(own) as (keyof typeof own)[]).filter((name) => hasScreen(name));
  return [
    { group: "screen", text: shell.startName, run: () => navigate([]) },
    ...named,
    ...others.map((name): Entry => ({ group: "screen", text: own[name], run: () => navigate([name]) })),
  ];
}

function runEntries(): Entry[] {
  const texts = paletteTexts();
  return (keptRuns.value ?? []).flatMap(({ id, label, status, record, spec }): Entry[] => {
    const isEnded = status !== "running";
    const detail = record?.test ? formatPercent(record.test.accuracy) : texts.states[status];
    const first = { group: "run" as const, text: label, detail: `${spec.model.layers[0]?.layer ?? ""} · ${detail}` };
    if (!isEnded) return [{ ...first, run: () => navigate(["train", id]) }];
    return [
      { ...first, run: () => navigate(["run", id]) },
      ...(["predict", "explain", "report"] as const).map(
        (screen): Entry => ({
          group: "run",
          text: `${label}: ${texts.ofRun[screen]}`,
          run: () => navigate([screen, id]),
        }),
      ),
    ];
  });
}

function settingEntries(): Entry[] {
  const [train, data, shell, texts] = [trainTexts(), dataTexts(), shellTexts(), paletteTexts()];
  const inTrain = [
    train.kind,
    train.hiddenSize,
    train.layers,
    train.bidirectional,
    train.dropout,
    train.pooling,
    train.epochs,
    train.batchSize,
    train.lr,
    train.clip,
    train.optimizer,
    train.seed,
  ];
  const inData = [data.noise, data.length, data.samples, data.frequency, data.phase, data.labelNoise, data.scale];
  const setting =
    (screen: "train" | "data") =>
    (text: string): Entry => ({
      group: "setting",
      text,
      detail: shell.nav[screen],
      run: () => {
        navigate([screen]);
        focusSetting(text);
      },
    });
  return [
    ...inTrain.map(setting("train")),
    ...inData.map(setting("data")),
    ...THEMES.map(
      (one): Entry => ({ group: "setting", text: `${shell.theme}: ${shell.themes[one]}`, run: () => setTheme(one) }),
    ),
    ...LANGUAGES.filter((one) => one !== language.value).map(
      (one): Entry => ({ group: "setting", text: texts.languageIs(LANGUAGE_NAMES[one]), run: () => setLanguage(one) }),
    ),
  ];
}

function actionEntries(): Entry[] {
  const texts = paletteTexts();
  const run = current.value;
  const entries: Entry[] = [];
  if (run?.isBusy.value) entries.push({ group: "action", text: texts.pause, detail: run.label, run: pause });
  else if (run?.isOpen.value) entries.push({ group: "action", text: texts.goOn, detail: run.label, run: () => go() });
  else {
    entries.push(
      { group: "action", text: texts.trainLab, run: () => void trainSpec(LAB) },
      { group: "action", text: texts.trainFive, run: () => void trainSpec(FIVE_WAVES) },
    );
  }
  entries.push({
    group: "action",
    text: texts.openFile,
    run: () => navigate(["data"], { query: new URLSearchParams({ source: "file" }) }),
  });
  return entries;
}

/** In the order in which they are listed where nothing is typed. */
export const allEntries = (): Entry[] => [...actionEntries(), ...screenEntries(), ...runEntries(), ...settingEntries()];
