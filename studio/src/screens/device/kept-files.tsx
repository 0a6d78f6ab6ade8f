/** The user's own files: which runs were trained on them; those that no run needs can be removed. */
import { SureButton } from "../../components/sure-button.tsx";
import { showToast } from "../../components/toast.tsx";
import { type KeptFile, removeFiles } from "../../state/device.ts";
import { deviceTexts } from "../../texts/device.ts";
import { formatBytes, shortHash } from "../../texts/numbers.ts";

const sizeOf = (files: readonly KeptFile[]) => files.reduce((sum, { size }) => sum + size, 0);

export function KeptFiles({ files }: { files: readonly KeptFile[] }) {
  const texts = deviceTexts();
  const unused = files.filter(({ users, inBin }) => users.length + inBin.length === 0);
  const remove = async (gone: readonly KeptFile[]) => {
    await removeFiles(gone.map(({ sha256 }) => sha256));
    showToast({ text: texts.fileRemoved(formatBytes(sizeOf(gone))) }, 8);
  };
  const users = ({ users, inBin }: KeptFile) => {
    if (users.length > 0) return users.join(", ");
    return inBin.length > 0 ? texts.onlyBin(inBin.join(", ")) : texts.unused;
  };
  return (
    <section aria-labelledby="device-files">
      <div class="between device-head">
        <h2 id="device-files">{texts.files}</h2>
        {unused.length > 1 && (
          <SureButton
            label={texts.removeUnused(unused.length, formatBytes(sizeOf(unused)))}
            sure={texts.sure}
            onSure={() => void remove(unused)}
          >
            {texts.removeUnused(unused.length, formatBytes(sizeOf(unused)))}
          </SureButton>
        )}
      </div>
      {files.length === 0 ? (
        <p class="small soft">{texts.noFiles}</p>
      ) : (
        <table class="device-table">
          <thead>
            <tr>
              <th scope="col">{texts.file}</th>
              <th scope="col">{texts.usedBy}</th>
              <th scope="col" class="num">
                {texts.size}
              </th>
              <td />
            </tr>
          </thead>
          <tbody>
            {files.map((file) => {
              const name = file.names.join(", ") || `${shortHash(file.sha256)}…`;
              return (
                <tr key={file.sha256}>
                  <th scope="row">
                    {name}
                    {file.names.length > 0 && (
                      <>
                        <br />
                        <span class="mono tiny soft">{shortHash(file.sha256)}…</span>
                      </>
                    )}
                  </th>
                  <td>{users(file)}</td>
                  <td class="num">{formatBytes(file.size)}</td>
                  <td class="device-actions">
                    {file.users.length === 0 && (
                      <SureButton label={texts.removeFile(name)} sure={texts.sure} onSure={() => void remove([file])}>
                        {texts.removeFile("").trim()}
                      </SureButton>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}
