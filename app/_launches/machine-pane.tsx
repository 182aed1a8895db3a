/** The machine: which GPU is used by whom, how full it is, and what each run takes. */
import { type ReactNode, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import type { GpuState, MachineAnswer } from "../../lib/core/machine.ts";
import { reasonOf, useLaunches } from "../_state/launches.ts";
import { fetchMachine } from "../_state/launching-engine.ts";

const REFRESH_MS = 2000;
const GIB = 1024 ** 3;
const STALE_SECS = 30;

export function MachinePane() {
  const t = useTranslations("launches.machinePane");
  const { machine, error } = useMachine();
  const launches = useLaunches((state) => state.answer?.launches);
  const waiting = (launches ?? []).filter(({ state }) => state === "queued");
  if (machine === null) return <p className="p-4 text-red">{error}</p>;
  const gib = (bytes: number): string => (bytes / GIB).toFixed(1);
  return (
    <div
      data-testid="machine"
      data-scrolls=""
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of keys
      tabIndex={0}
      className="min-h-0 flex-1 space-y-6 overflow-y-auto px-4 py-4"
    >
      {error !== null && <p className="text-red">{error}</p>}
      <Part title={t("machine")}>
        <div className="grid max-w-3xl gap-3 sm:grid-cols-3">
          <Gauge
            name={t("slots")}
            share={machine.slotsUsed / machine.slots}
            text={t("of", { used: machine.slotsUsed, total: machine.slots })}
          />
          <Gauge
            name={t("load")}
            share={machine.load / machine.processors}
            text={t("of", { used: machine.load.toFixed(1), total: machine.processors })}
          />
          <Gauge
            name={t("memory")}
            share={machine.memoryUsedBytes / machine.memoryBytes}
            text={t("ofGib", { used: gib(machine.memoryUsedBytes), total: gib(machine.memoryBytes) })}
          />
        </div>
      </Part>
      <Part title={t("gpus")}>
        {machine.gpusProblem !== null && <p className="text-amber">{t("unseen", { because: machine.gpusProblem })}</p>}
        {machine.gpus.length === 0 ? (
          <p className="text-ink-soft">{t("noGpus", { slots: machine.slots })}</p>
        ) : (
          <ul className="grid max-w-5xl gap-3 lg:grid-cols-2">
            {machine.gpus.map((gpu) => (
              <Gpu key={gpu.uuid} gpu={gpu} ageSecs={machine.gpusAgeSecs} />
            ))}
          </ul>
        )}
        {machine.packing.map(({ sweep, text }) => (
          <p key={sweep} data-testid="packing" className="mt-2 max-w-3xl text-ink-soft">
            <bdi className="font-medium text-ink">{sweep}</bdi> {text}
          </p>
        ))}
      </Part>
      <Part title={t("runs")}>
        {machine.runs.length === 0 ? (
          <p className="text-ink-soft">{t("noRuns")}</p>
        ) : (
          <div className="overflow-x-auto">
            <table className="text-right">
              <thead className="text-ink-faint">
                <tr>
                  {[t("run"), t("processors"), t("memory"), t("reads"), t("writes")].map((name, at) => (
                    <th key={name} scope="col" className={`pb-1 font-normal ${at === 0 ? "text-left" : "pl-6"}`}>
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {machine.runs.map(({ id, name, processors, residentBytes, readRate, writeRate }) => (
                  <tr key={id}>
                    <th scope="row" className="py-0.5 text-left font-normal">
                      <bdi>{name}</bdi>
                    </th>
                    <td className="pl-6">{processors === null ? "–" : processors.toFixed(2)}</td>
                    <td className="pl-6">{megabytes(residentBytes)}</td>
                    <td className="pl-6">{readRate === null ? "–" : `${megabytes(readRate)}/s`}</td>
                    <td className="pl-6">{writeRate === null ? "–" : `${megabytes(writeRate)}/s`}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Part>
      {waiting.length > 0 && (
        <Part title={t("waiting")}>
          <ul className="space-y-0.5">
            {waiting.slice(0, MOST_WAITING).map(({ id, name, waitsFor }) => (
              <li key={id}>
                <bdi>{name}</bdi> <span className="text-ink-faint">{waitsFor ?? t("itsTurn")}</span>
              </li>
            ))}
          </ul>
          {waiting.length > MOST_WAITING && (
            <p className="text-ink-faint">{t("more", { count: waiting.length - MOST_WAITING })}</p>
          )}
        </Part>
      )}
    </div>
  );
}

const MOST_WAITING = 50;

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;

/** Asked again and again while the page can be seen. */
function useMachine() {
  const [machine, setMachine] = useState<MachineAnswer | null>(null);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    let isWanted = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async (): Promise<void> => {
      try {
        const answer = document.hidden ? null : await fetchMachine();
        if (isWanted && answer !== null) setMachine(answer);
        if (isWanted) setError(null);
      } catch (because) {
        if (isWanted) setError(reasonOf(because));
      }
      if (isWanted) timer = setTimeout(() => void look(), REFRESH_MS);
    };
    void look();
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, []);
  return { machine, error };
}

function Gpu({ gpu, ageSecs }: { readonly gpu: GpuState; readonly ageSecs: number | null }) {
  const t = useTranslations("launches.machinePane");
  const { index, name, memoryMb, usedMb, utilisation, unusable, runs, others } = gpu;
  const gb = (mb: number): string => (mb / 1024).toFixed(1);
  return (
    <li className="rounded border border-line bg-raised p-3">
      <h4 className="mb-1 font-medium">
        {index}: <bdi>{name}</bdi>
      </h4>
      {ageSecs !== null && ageSecs > STALE_SECS && (
        <p className="text-amber">{t("stale", { secs: Math.round(ageSecs) })}</p>
      )}
      {unusable !== null && <p className="text-red">{unusable}</p>}
      {memoryMb !== null && usedMb !== null && (
        <Gauge
          name={t("memory")}
          share={usedMb / memoryMb}
          text={t("ofGib", { used: gb(usedMb), total: gb(memoryMb) })}
        />
      )}
      {utilisation !== null && (
        <Gauge name={t("busy")} share={utilisation} text={`${Math.round(utilisation * 100)} %`} />
      )}
      <ul className="mt-1 text-2xs">
        {runs.map((run) => (
          <li key={run.id}>
            <bdi>{run.name}</bdi>
            {run.usedMb !== null && <span className="text-ink-faint"> {gb(run.usedMb)} GiB</span>}
          </li>
        ))}
        {others?.map(({ pid, usedMb: mb }) => (
          <li key={pid} className="text-ink-soft">
            {t("other", { pid })}
            {mb !== null && <span className="text-ink-faint"> {gb(mb)} GiB</span>}
          </li>
        ))}
        {runs.length === 0 && others?.length === 0 && <li className="text-ink-faint">{t("free")}</li>}
      </ul>
    </li>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-2 font-semibold">{title}</h3>
      {children}
    </section>
  );
}

function Gauge({ name, share, text }: { readonly name: string; readonly share: number; readonly text: string }) {
  return (
    <div className="mb-1">
      <p className="flex justify-between gap-2 text-2xs">
        <span className="text-ink-faint">{name}</span>
        <span>{text}</span>
      </p>
      <progress
        aria-label={name}
        max={1}
        value={Math.min(1, Math.max(0, share))}
        className="block h-1.5 w-full appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
      />
    </div>
  );
}
