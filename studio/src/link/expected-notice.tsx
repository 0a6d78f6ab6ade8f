/** Whether a run gave the weights that its link promises, to the bit. Nothing where no link promised any. */
import { Icon } from "../components/icon.tsx";
import type { LiveRun } from "../state/live-run.ts";
import { shortHash } from "../texts/numbers.ts";
import { shareTexts } from "../texts/share.ts";

export default function ExpectedNotice({ run }: { run: LiveRun }) {
  const texts = shareTexts();
  const expected = run.expected.value;
  const record = run.record.value;
  if (expected === undefined || record?.status === "stopped") return null;
  if (record === undefined) return <p class="tiny soft expected">{texts.expects(shortHash(expected))}</p>;
  const found = record.weightsSha256;
  if (found === expected) {
    return (
      <p class="notice good">
        <Icon name="shield" />
        {texts.equal(shortHash(expected))}
      </p>
    );
  }
  return (
    <p class="notice warn">
      <Icon name="warn" />
      <span>
        {texts.different(shortHash(expected), shortHash(found))}
        {record.numerics === "portable" && record.spec.numerics !== "portable" && ` ${texts.differentPortable}`}
      </span>
    </p>
  );
}
