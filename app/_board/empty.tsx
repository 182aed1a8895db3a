/** The board before there is anything to draw: what is watched, and how to begin. */
import { useTranslations } from "use-intl";
import { useFindingWords } from "../_i18n/finding-words.ts";
import { LeftAside } from "../_runs/problems.tsx";
import { useLive } from "../_state/live.ts";

const EXAMPLE = `from torch.utils.tensorboard import SummaryWriter

writer = SummaryWriter("{logdir}/lr=0.01")
for step in range(1000):
    writer.add_scalar("train/loss", loss, step)`;

/** Null as soon as there are runs. */
export function EmptyBoard() {
  const t = useTranslations("empty");
  const tHeader = useTranslations("header");
  const retell = useFindingWords();
  const { answer, loading, error } = useLive();
  if (answer === null) {
    if (error === null) return <div className="flex-1" aria-busy="true" />;
    return (
      <Centre title={t("noEngine")}>
        <p className="text-ink-soft">{t("noEngineBody")}</p>
        <p className="mt-2 break-words font-mono text-2xs text-ink-faint">{error}</p>
      </Centre>
    );
  }
  if (loading !== null) {
    return (
      <Centre title={t("reading")}>
        <p className="text-ink-soft">{tHeader("reading", { read: loading.filesRead, found: loading.filesFound })}</p>
      </Centre>
    );
  }
  const example = EXAMPLE.replace("{logdir}", answer.logdirs[0]?.path ?? "runs");
  return (
    <Centre title={t("noRunsTitle")}>
      <ul className="mb-3">
        {answer.logdirs.map(({ name, path, error: because }) => (
          <li key={`${name}:${path}`} className="break-words">
            <span className="text-ink-faint">{tHeader("watching")} </span>
            <bdi className="font-mono">{path}</bdi>
            {because !== null && <span className="text-red"> — {t("unreadable", { because: retell(because) })}</span>}
          </li>
        ))}
      </ul>
      <p className="text-ink-soft">{t("noRunsBody")}</p>
      <pre className="my-3 overflow-x-auto rounded-md border border-line bg-panel p-3 text-left font-mono text-xs leading-5">
        {example}
      </pre>
      <p className="mb-3 text-ink-faint">{t("noRunsElse")}</p>
      <LeftAside />
    </Centre>
  );
}

function Centre({ title, children }: { readonly title: string; readonly children: React.ReactNode }) {
  return (
    <div className="min-w-0 flex-1 overflow-y-auto">
      <div data-testid="empty" className="mx-auto mt-[12vh] mb-8 max-w-xl px-6">
        <h2 className="mb-2 font-semibold text-lg">{title}</h2>
        {children}
      </div>
    </div>
  );
}
