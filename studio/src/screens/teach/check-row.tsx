/** A row of Check: who it is, what was trained and how it went, how far it is equal, points. */
import type { Spec } from "tidelab";
import { Sparkline } from "../../charts/sparkline.tsx";
import { Icon } from "../../components/icon.tsx";
import { answeredOf, type CheckedFile, type CheckList, resultOf, testAccuracyOf } from "../../state/check-list.ts";
import { checkTexts } from "../../texts/check.ts";
import { formatPercent } from "../../texts/numbers.ts";
import { resultText } from "./check-detail.tsx";

interface RowProps {
  readonly file: CheckedFile;
  readonly list: CheckList;
  readonly isChosen: boolean;
  /** @param byKey  with Enter: what was found gets the focus */
  readonly onChoose: (byKey: boolean) => void;
}

const LOOKS: Readonly<Record<string, { look: string; icon: "check" | "close" | "clock" | "warn" }>> = {
  same: { look: "good", icon: "check" },
  different: { look: "bad", icon: "close" },
  unreadable: { look: "bad", icon: "close" },
  waiting: { look: "soft", icon: "clock" },
  checking: { look: "soft", icon: "clock" },
};

export function Row({ file, list, isChosen, onChoose }: RowProps) {
  const texts = checkTexts();
  const { read, points, name } = file;
  const result = resultOf(file);
  const { look, icon } = LOOKS[result] ?? { look: "warn", icon: "warn" };
  const accuracy = testAccuracyOf(read);
  const { questions } = list.assignment;
  const answered = answeredOf(read, list.assignment);
  const record = read?.runs.find((run) => run.record !== undefined)?.record;
  const student = read?.student.name ?? name;
  // A bundle of somebody else, handed in as it is, has that student's name.
  const isShared = list.files.value.some(
    (other) => other !== file && read !== undefined && other.read?.student.number === read.student.number,
  );
  return (
    <tr class={isChosen ? "is-chosen" : ""} data-result={result} data-file={name}>
      <th scope="row">
        <button
          type="button"
          class="link-button"
          aria-pressed={isChosen}
          onClick={({ detail }) => onChoose(detail === 0)}
        >
          {student}
        </button>
        {isShared && <div class="tiny soft">{name}</div>}
      </th>
      <td>{read?.student.number ?? "–"}</td>
      {list.assignment.work.kind === "spec" && (
        <>
          <td>{record ? kindOf(record.spec) : "–"}</td>
          <td>
            {record && <Sparkline values={record.history.map(({ valLoss }) => valLoss)} width={92} height={22} />}
          </td>
        </>
      )}
      <td class="num">{accuracy === undefined ? "–" : formatPercent(accuracy)}</td>
      <td>
        <Epochs file={file} />
      </td>
      <td class={`nowrap ${look}`}>
        <span class="hstack">
          <Icon name={icon} size={16} />
          {resultText(file, result)}
        </span>
      </td>
      <td class={`num${answered < questions.length ? " warn" : ""}`}>
        {answered} / {questions.length}
      </td>
      <td class="num">
        <input
          class="input points"
          aria-label={texts.pointsOf(student)}
          value={points}
          maxLength={12}
          onInput={({ currentTarget }) => list.setRemark(name, { points: currentTarget.value })}
        />
      </td>
    </tr>
  );
}

/** What the network is made of: the kind of its first layer. */
function kindOf({ model }: Spec): string {
  const kind = model.layers[0]?.layer ?? "–";
  return kind === "conv1d" ? "CNN" : kind.length <= 4 ? kind.toUpperCase() : kind;
}

const WIDTH = 120;

/** Epochs of all its runs: those that are equal, and those from the first that differs on. */
function Epochs({ file: { read, checks, running } }: { file: CheckedFile }) {
  let [equal, wrong, of, from] = [0, 0, 0, 0];
  for (const { name, record } of read?.runs ?? []) {
    const check = checks.get(name);
    const count = record?.history.length ?? 0;
    of += count;
    const isWrong = check !== undefined && check.result !== "same";
    equal += Math.max(check?.epochs ?? 0, isWrong ? 0 : (running.get(name)?.epoch ?? 0));
    if (isWrong) {
      wrong += count - check.epochs;
      from ||= check.epoch ?? 0;
    }
  }
  if (of === 0) return <span class="soft">–</span>;
  const x = (epochs: number) => (epochs / of) * WIDTH;
  return (
    <svg
      class="epochs"
      viewBox={`0 0 ${WIDTH} 14`}
      width={WIDTH}
      height={14}
      role="img"
      aria-label={checkTexts().epochsText(equal, of, from)}
    >
      <rect class="rest" x={0} width={WIDTH} y={1} height={12} />
      <rect class="equal" x={0} width={x(equal)} y={1} height={12} />
      <rect class="wrong" x={x(equal)} width={x(wrong)} y={1} height={12} />
    </svg>
  );
}
