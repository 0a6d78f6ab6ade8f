/** Runs with what they take, and the bin that they come back from. */
import { formatHash } from "../../app/router.ts";
import { Icon } from "../../components/icon.tsx";
import { SureButton } from "../../components/sure-button.tsx";
import { showToast } from "../../components/toast.tsx";
import { endForGood, type KeptRun } from "../../state/device.ts";
import { discardRun } from "../../state/studio.ts";
import { BIN_DAYS } from "../../store/runs.ts";
import { deviceTexts } from "../../texts/device.ts";
import { formatBytes } from "../../texts/numbers.ts";
import { isVerified } from "../../verify/verdict.ts";

const DAY_MS = 86_400_000;

export function KeptRuns({ runs }: { runs: readonly KeptRun[] }) {
  const texts = deviceTexts();
  const remove = async (id: string, label: string) => {
    await discardRun(id);
    showToast({ text: texts.removed(label), action: { text: texts.undo, run: () => void discardRun(id, true) } }, 12);
  };
  return (
    <section aria-labelledby="device-runs">
      <h2 id="device-runs">{texts.runs}</h2>
      {runs.length === 0 ? (
        <p class="small soft">{texts.noRuns}</p>
      ) : (
        <table class="device-table">
          <thead>
            <tr>
              <th scope="col">{texts.run}</th>
              <th scope="col">{texts.state}</th>
              <th scope="col" class="num">
                {texts.size}
              </th>
              <td />
            </tr>
          </thead>
          <tbody>
            {runs.map(({ row: { id, label, status, verified, startedAt }, size }) => (
              <tr key={id}>
                <th scope="row">
                  <a href={formatHash([status === "running" ? "train" : "run", id])}>{label}</a>
                  <br />
                  <span class="tiny soft">{startedAt.slice(0, 16).replace("T", " ")}</span>
                </th>
                <td>
                  {texts.states[status]}
                  {verified && isVerified(verified) && ` · ${texts.verified}`}
                </td>
                <td class="num">{formatBytes(size)}</td>
                <td class="device-actions">
                  <button
                    type="button"
                    class="btn sm icon quiet"
                    aria-label={texts.remove(label)}
                    title={texts.remove(label)}
                    onClick={() => void remove(id, label)}
                  >
                    <Icon name="bin" size={16} />
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

export function Bin({ runs }: { runs: readonly KeptRun[] }) {
  const texts = deviceTexts();
  const total = runs.reduce((sum, { size }) => sum + size, 0);
  return (
    <section aria-labelledby="device-bin">
      <div class="between device-head">
        <h2 id="device-bin">{texts.bin}</h2>
        {runs.length > 0 && (
          <SureButton
            label={texts.emptyBin(formatBytes(total))}
            sure={texts.sure}
            onSure={() => void endForGood(runs.map(({ row }) => row.id))}
          >
            {texts.emptyBin(formatBytes(total))}
          </SureButton>
        )}
      </div>
      {runs.length === 0 ? (
        <p class="small soft">{texts.binEmpty}</p>
      ) : (
        <ul class="device-bin">
          {runs.map(({ row: { id, label, deletedAt = "" }, size }) => {
            const days = Math.max(0, Math.ceil(BIN_DAYS - (Date.now() - Date.parse(deletedAt)) / DAY_MS));
            return (
              <li key={id} class="between">
                <span>
                  {label} <span class="tiny soft">{`${formatBytes(size)} · ${texts.daysLeft(days)}`}</span>
                </span>
                <span class="hstack">
                  <button
                    type="button"
                    class="btn sm"
                    aria-label={texts.restoreRun(label)}
                    onClick={() => void discardRun(id, true)}
                  >
                    {texts.restore}
                  </button>
                  <SureButton label={texts.forGoodRun(label)} sure={texts.sure} onSure={() => void endForGood([id])}>
                    {texts.forGood}
                  </SureButton>
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
