/** What was collected: each series of each class, to be looked at and deleted; then what to do with them. */
import { navigate } from "../../app/router.ts";
import { SeriesPlot } from "../../charts/series-plot.tsx";
import { type Collection, LEAST_SERIES, whyNotYet, withoutSeries } from "../../collect/collection.ts";
import { RANGES } from "../../collect/sensors.ts";
import { ClassName } from "../../components/glyph.tsx";
import { Icon } from "../../components/icon.tsx";
import { showToast } from "../../components/toast.tsx";
import { changeCollection, collection, collectionFile, trainOnCollection } from "../../state/collect.ts";
import { download } from "../../state/download.ts";
import { current } from "../../state/studio.ts";
import { collectTexts } from "../../texts/collect.ts";
import { dataTexts } from "../../texts/data.ts";
import { emptyNow } from "./empty-now.ts";

export function Collected({ now, channels }: { now: Collection; channels: readonly string[] }) {
  const texts = collectTexts();
  const why = whyNotYet(now);
  const isOpen = current.value?.isOpen.value === true;
  const train = async () => {
    await trainOnCollection();
    navigate(["data"]);
  };
  const begin = () => {
    changeCollection({ ...emptyNow(), sensor: now.sensor, rate: now.rate, seconds: now.seconds });
    showToast({ text: texts.anotherDone, action: { text: texts.undo, run: () => changeCollection(now) } }, 12);
  };
  const file = () => collectionFile(now);
  return (
    <>
      <div class="section-head">
        <h2>{texts.collected}</h2>
        <span class="small soft">{texts.countOf(now.series.length)}</span>
      </div>
      {now.classes.map(({ key, name }, index) => {
        const own = now.series.filter((one) => one.class === key);
        return (
          <section key={key} class="collected-class" aria-label={name}>
            <h3 class="small">
              <ClassName name={name} label={index} />{" "}
              <span class="soft">{own.length === 0 ? texts.noSeries : texts.countOf(own.length)}</span>
            </h3>
            <ul class="collected-series">
              {own.map((one, at) => (
                <li key={one.key}>
                  <SeriesPlot
                    series={channels.map((_, channel) => one.values.filter((_, i) => i % channels.length === channel))}
                    label={index}
                    range={RANGES[now.sensor]}
                    text={texts.seriesText(name, at + 1)}
                    height={56}
                  />
                  <button
                    type="button"
                    class="btn icon quiet sm"
                    aria-label={texts.removeSeries(name, at + 1)}
                    onClick={() => {
                      changeCollection(withoutSeries(now, one.key));
                      const back = () => {
                        // In its place, whatever was recorded since.
                        const series = [...(collection.value ?? now).series, one].sort((a, b) => a.key - b.key);
                        changeCollection({ ...(collection.value ?? now), series });
                      };
                      showToast({ text: texts.seriesRemoved(name), action: { text: texts.undo, run: back } }, 12);
                    }}
                  >
                    <Icon name="bin" size={14} />
                  </button>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
      <div class="collected-tools">
        {why && (
          <p class="small soft" id="collect-why">
            {why === "series" ? texts.why.series(LEAST_SERIES) : texts.why[why]}
          </p>
        )}
        {isOpen && <p class="small soft">{dataTexts().fixed}</p>}
        <button
          type="button"
          class="btn primary"
          aria-describedby={why && "collect-why"}
          disabled={why !== undefined || isOpen}
          onClick={() => void train()}
        >
          <Icon name="play" size={16} />
          {texts.use}
        </button>
        <button
          type="button"
          class="btn"
          title={texts.tableHint}
          disabled={now.series.length === 0}
          onClick={() => download(file().name, file(), "text/csv")}
        >
          <Icon name="download" size={16} />
          {texts.table}
        </button>
        <button type="button" class="btn quiet" disabled={now.series.length === 0} onClick={begin}>
          {texts.another}
        </button>
      </div>
    </>
  );
}
