/** What would be run, to the letter, how long it will take, and the button that does it. */
import { useEffect, useMemo, useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import type { LaunchEstimate, LaunchWish, WishPreview } from "../../lib/core/launch-form.ts";
import { reasonOf, refreshLaunches, useLaunches } from "../_state/launches.ts";
import { fetchPreview, submitWish } from "../_state/launching-engine.ts";
import { setView } from "../_state/view.ts";
import { useDuration } from "../_ui/use-duration.ts";

/** Typing goes on: not every letter is a question. */
const ASK_AFTER_MS = 250;

interface LaunchPreviewProps {
  /** Null while something that was typed cannot be used. */
  readonly wish: LaunchWish | null;
  readonly priority: number;
}

export function LaunchPreview({ wish, priority }: LaunchPreviewProps) {
  const t = useTranslations("launches.preview");
  const asked = wish === null ? null : JSON.stringify({ wish, priority });
  const { preview, error } = usePreview(asked);
  const [isSending, setSending] = useState(false);
  const [isSure, setSure] = useState(false);
  // Of one wish there is one launch, however often the button is pressed or the answer gets lost.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another wish is another launch
  const key = useMemo(() => Array.from(crypto.getRandomValues(new Uint32Array(4)), String).join("-"), [asked]);
  const launch = async (): Promise<void> => {
    if (wish === null || isSending) return;
    setSending(true);
    try {
      const { ids } = await submitWish(wish, priority, key);
      await refreshLaunches();
      useLaunches.setState({ said: { text: t("queued", { count: ids.length }), isError: false } });
      setView({ launchPane: "list", launch: ids[0] ?? null });
    } catch (because) {
      useLaunches.setState({ said: { text: reasonOf(because), isError: true } });
      setSending(false);
    }
  };
  const mustConfirm = preview?.needsConfirmation === true;
  return (
    <section aria-label={t("title")} className="min-w-0" data-testid="preview">
      <h3 className="mb-1 font-semibold">{preview === null ? t("title") : t("count", { count: preview.count })}</h3>
      {wish === null && <p className="text-ink-soft">{t("incomplete")}</p>}
      {error !== null && (
        <p role="alert" className="text-red">
          {error}
        </p>
      )}
      {preview !== null && (
        <>
          <Estimate estimate={preview.estimate} />
          {mustConfirm && (
            <label className="my-2 flex items-center gap-2 text-amber">
              <input type="checkbox" checked={isSure} onChange={(event) => setSure(event.target.checked)} />
              {t("sure", { count: preview.count })}
            </label>
          )}
          <button
            type="button"
            data-testid="launch-now"
            disabled={isSending || (mustConfirm && !isSure)}
            onClick={() => void launch()}
            className="my-2 h-8 rounded bg-accent px-3 font-medium text-on-accent disabled:opacity-50"
          >
            {t("launch", { count: preview.count })}
          </button>
          <ol className="space-y-2">
            {preview.commands.map(({ name, command, isShell, cwd }, at) => (
              <li key={name} className="min-w-0">
                <p className="text-2xs text-ink-faint">
                  <bdi>{name}</bdi>
                  {isShell && <span className="ml-2 text-amber">{t("shell")}</span>}
                  {(at === 0 || preview.commands[at - 1]?.cwd !== cwd) && (
                    <span className="ml-2">{t("in", { cwd })}</span>
                  )}
                </p>
                <code className="block wrap-anywhere rounded border border-line bg-panel px-2 py-1 font-mono text-2xs">
                  {command}
                </code>
              </li>
            ))}
          </ol>
          {preview.count > preview.commands.length && (
            <p className="mt-2 text-ink-faint">{t("more", { count: preview.count - preview.commands.length })}</p>
          )}
        </>
      )}
    </section>
  );
}

function Estimate({ estimate }: { readonly estimate: LaunchEstimate }) {
  const t = useTranslations("launches.preview");
  const locale = useLocale();
  const durationOf = useDuration();
  const { stepsPerSec, paceRuns, gpuHours, untilDoneSecs, ahead, atOnce } = estimate;
  if (stepsPerSec === null) return <p className="text-ink-soft">{t("noPace")}</p>;
  const finish = untilDoneSecs === null ? null : new Date(Date.now() + untilDoneSecs * 1000);
  return (
    <p className="text-ink-soft" data-testid="estimate">
      {finish === null
        ? t("noLength")
        : t("finish", { duration: durationOf(untilDoneSecs ?? 0), time: finish.toLocaleString(locale) })}{" "}
      {gpuHours !== null && t("gpuHours", { hours: gpuHours.toPrecision(2) })}{" "}
      <span className="text-ink-faint">
        {t("basis", {
          pace: Number(stepsPerSec.toPrecision(3)).toLocaleString("en-US"),
          runs: paceRuns,
          atOnce,
          ahead,
        })}
      </span>
    </p>
  );
}

/** The preview of what is asked now; null while there is none yet. */
function usePreview(asked: string | null): { readonly preview: WishPreview | null; readonly error: string | null } {
  const [known, setKnown] = useState<{ asked: string; preview: WishPreview | null; error: string | null } | null>(null);
  useEffect(() => {
    if (asked === null) return;
    let isWanted = true;
    const timer = setTimeout(() => {
      const { wish, priority }: { wish: LaunchWish; priority: number } = JSON.parse(asked);
      fetchPreview(wish, priority).then(
        (preview) => {
          if (isWanted) setKnown({ asked, preview, error: null });
        },
        (because: unknown) => {
          if (isWanted) setKnown({ asked, preview: null, error: reasonOf(because) });
        },
      );
    }, ASK_AFTER_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [asked]);
  return known !== null && known.asked === asked ? known : { preview: null, error: null };
}
