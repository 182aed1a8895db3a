/** One launch: its settings, its command, the code it ran with, and what it writes. */
import { ChartLine, Copy, X } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import type { LaunchAnswer, LaunchesAnswer } from "../../lib/core/launches.ts";
import { openLaunchForm } from "../_state/launch-draft.ts";
import { reasonOf } from "../_state/launches.ts";
import { fetchLaunch } from "../_state/launching-engine.ts";
import { setView } from "../_state/view.ts";
import { IconButton } from "../_ui/icon-button.tsx";
import { TextButton } from "../_ui/text-button.tsx";
import { ResourceCharts } from "./resource-charts.tsx";

/** Comes with the parser of terminal colours when a console is first opened. */
const ConsoleView = lazy(async () => ({ default: (await import("./console-view.tsx")).ConsoleView }));

const MIB = 1024 * 1024;

interface LaunchDetailsProps {
  readonly id: string;
  readonly answer: LaunchesAnswer;
}

export function LaunchDetails({ id, answer }: LaunchDetailsProps) {
  const t = useTranslations("launches");
  const tApp = useTranslations("app");
  const [found, setFound] = useState<LaunchAnswer | null>(null);
  const [error, setError] = useState<string | null>(null);
  // Asked anew with every news: the list does not know the environment, nor launches older than it is long.
  // biome-ignore lint/correctness/useExhaustiveDependencies: an answer is the news
  useEffect(() => {
    let isWanted = true;
    fetchLaunch(id).then(
      (launch) => {
        if (isWanted) setFound(launch);
      },
      (because: unknown) => {
        if (isWanted) setError(reasonOf(because));
      },
    );
    return () => {
      isWanted = false;
    };
  }, [id, answer]);
  const [attempt, setAttempt] = useState<number | null>(null);
  if (found === null || found.launch.id !== id) return <div className="flex-1 p-4 text-red">{error}</div>;
  const { launch, env, code } = found;
  const shown = attempt ?? Math.max(1, launch.attempt);
  const settings = Object.entries(launch.hparams);
  return (
    <section
      aria-label={launch.name}
      data-testid="launch-details"
      className="flex min-h-0 min-w-0 flex-1 flex-col border-line lg:border-l max-lg:border-t"
    >
      <div className="shrink-0 space-y-1 border-line border-b px-3 py-2">
        <div className="flex items-center gap-1">
          <h2 className="mr-auto min-w-0 truncate font-semibold" title={launch.name}>
            <bdi>{launch.name}</bdi>
          </h2>
          <TextButton text={t("clone")} icon={Copy} onClick={() => openLaunchForm({ kind: "clone", launch })} />
          {launch.logdir !== null && (
            <TextButton text={t("curves")} icon={ChartLine} onClick={() => setView({ screen: "curves" })} />
          )}
          <IconButton icon={X} name={tApp("close")} onClick={() => setView({ launch: null })} />
        </div>
        <p className="break-words font-mono text-2xs text-ink-soft">
          <bdi>{settings.map(([name, value]) => `${name}=${value}`).join("  ")}</bdi>
        </p>
        <details>
          <summary className="cursor-pointer text-2xs text-ink-faint hover:text-ink">{t("command")}</summary>
          {launch.isShell && <p className="text-2xs text-amber">{t("shell")}</p>}
          <p className="wrap-anywhere font-mono text-2xs">{launch.command}</p>
          <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3 text-2xs">
            {launch.submittedBy !== "" && <Fact name={t("submittedBy")} text={launch.submittedBy} />}
            <Fact name={t("cwd")} text={launch.cwd} />
            {launch.logdir !== null && <Fact name={t("logdir")} text={launch.logdir} />}
            {launch.note !== "" && <Fact name={t("note")} text={launch.note} />}
            {launch.peakResidentBytes !== null && (
              <Fact name={t("peakMemory")} text={`${Math.round(launch.peakResidentBytes / MIB)} MiB`} />
            )}
            {code?.commit != null && (
              <Fact
                name={t("commit")}
                text={`${code.commit.slice(0, 10)}${code.diff === "" ? "" : ` ${t("dirty")}`}`}
              />
            )}
            {Object.entries(env).map(([name, value]) => (
              <Fact key={name} name={name} text={value} />
            ))}
          </dl>
        </details>
      </div>
      {launch.attempt > 1 && (
        <label className="flex shrink-0 items-center gap-2 px-3 pt-1 text-2xs text-ink-faint">
          {t("attemptChoice")}
          <select
            value={shown}
            onChange={(event) => setAttempt(Number(event.target.value))}
            className="h-6 rounded border border-line bg-canvas px-1"
          >
            {numbersTo(launch.attempt).map((number) => (
              <option key={number}>{number}</option>
            ))}
          </select>
        </label>
      )}
      {launch.attempt > 0 && (
        <ResourceCharts
          key={`use of ${id}/${shown}`}
          id={id}
          attempt={shown}
          isOver={launch.state === "ended" || shown < launch.attempt}
        />
      )}
      <Suspense fallback={<div className="flex-1" aria-busy="true" />}>
        <ConsoleView
          key={`${id}/${shown}`}
          id={id}
          attempt={shown}
          isOver={launch.state === "ended" || shown < launch.attempt}
        />
      </Suspense>
    </section>
  );
}

const numbersTo = (last: number): number[] => Array.from({ length: last }, (_, i) => i + 1);

function Fact({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <>
      <dt className="text-ink-faint">{name}</dt>
      <dd className="wrap-anywhere font-mono">
        <bdi>{text}</bdi>
      </dd>
    </>
  );
}
