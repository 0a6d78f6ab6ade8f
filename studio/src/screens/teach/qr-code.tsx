/** The QR code of an assignment's link: dark on light in every theme, since not every reader takes it the other way round. */
import { useMemo } from "preact/hooks";
import { Icon } from "../../components/icon.tsx";
import { download } from "../../state/download.ts";
import { teachTexts } from "../../texts/teach.ts";
import { qrPath } from "./qr-path.ts";

export interface QrCodeProps {
  readonly link: string;
  readonly title: string;
  /** Of the file that it is saved as, without its ending. */
  readonly name: string;
}

export default function QrCode({ link, title, name }: QrCodeProps) {
  const texts = teachTexts();
  const code = useMemo(() => qrPath(link), [link]);
  if (code === undefined) return <p class="small soft">{texts.longQr}</p>;
  const { size, path } = code;
  const save = () => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${8 * size}" height="${8 * size}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${path}"/></svg>\n`;
    download(`${name}-qr.svg`, svg, "image/svg+xml");
  };
  return (
    <figure class="qr-code">
      <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={texts.qrOf(title)} shape-rendering="crispEdges">
        <path class="light" d={`M0 0h${size}v${size}H0z`} />
        <path class="dark" d={path} />
      </svg>
      <figcaption class="tiny soft">{texts.qrHint}</figcaption>
      <button type="button" class="btn sm" onClick={save}>
        <Icon name="save" size={14} />
        {texts.qrFile}
      </button>
    </figure>
  );
}
