/** What trains: threads of the processor, or a GPU. A chip that says so, with a menu under it. */
import { Icon } from "../components/icon.tsx";
import { useMenu } from "../components/use-menu.ts";
import { DEVICES } from "../engine/protocol.ts";
import { computeDevice, setComputeDevice } from "../state/compute-device.ts";
import { current, threadsHere } from "../state/studio.ts";
import { shellTexts } from "../texts/shell.ts";

/** What the chip says, why, and whether it is worth a look. */
function useChip() {
  const texts = shellTexts();
  const run = current.value;
  const facts = run?.facts.value;
  const isIsolated = globalThis.crossOriginIsolated === true;
  const threads = facts?.threads ?? threadsHere();
  if (facts?.device !== undefined && !run?.isDeviceLost.value) {
    return { label: texts.gpu(facts.numerics), why: [texts.onGpu(facts.device)], isWarning: false };
  }
  // A spec may ask for it where the browser has the other build too.
  const isPortable = facts?.numerics === "portable" && facts.spec.numerics !== "portable";
  const ofThreads = isPortable ? texts.portable : isIsolated ? texts.isolated : texts.oneThread;
  const ofDevice = run?.isDeviceLost.value ? texts.deviceLost : texts.deviceReasons[facts?.deviceReason ?? ""];
  return {
    label: facts ? texts.threads(threads, facts.numerics) : texts.threadsOnly(threads),
    why: ofDevice === undefined ? [ofThreads] : [ofDevice, ofThreads],
    isWarning: isPortable || !isIsolated || run?.isDeviceLost.value === true,
  };
}

export function ComputeMenu() {
  const texts = shellTexts();
  const { isOpen, place, button } = useMenu();
  const { label, why, isWarning } = useChip();
  return (
    <div class="menu-place compute" ref={place}>
      <button
        ref={button}
        type="button"
        class={`chip${isWarning ? " warn" : ""}`}
        title={why.join(" ")}
        aria-expanded={isOpen.value}
        onClick={() => {
          isOpen.value = !isOpen.value;
        }}
      >
        <Icon name="chip" size={15} />
        {label}
        <span class="visually-hidden">{why.join(" ")}</span>
      </button>
      {isOpen.value && (
        <fieldset class="menu">
          <legend>{texts.compute}</legend>
          {DEVICES.map((one) => (
            <label key={one}>
              <input
                type="radio"
                name="device"
                checked={computeDevice.value === one}
                onChange={() => setComputeDevice(one)}
              />
              {texts.devices[one]}
            </label>
          ))}
          {why.map((line) => (
            <p key={line} class="tiny soft">
              {line}
            </p>
          ))}
          <p class="tiny soft">{texts.computeHint}</p>
        </fieldset>
      )}
    </div>
  );
}
