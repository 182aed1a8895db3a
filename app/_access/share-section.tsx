/** Links through which somebody without a login sees some runs. */
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAdvice } from "../_state/advice.ts";
import { useLive } from "../_state/live.ts";
import { addShareLink, fetchShareLinks, revokeShareLink } from "../_state/people.ts";
import { shownRunsNow } from "../_state/shown-runs.ts";
import { TextButton } from "../_ui/text-button.tsx";
import { useNow } from "../_ui/use-window.ts";
import { FIELD, LineForm, Section, ShownOnce } from "./parts.tsx";
import { useKept } from "./use-kept.ts";

const DAYS = [1, 7, 30, 90] as const;
const REFRESH_MS = 60_000;
const NO_SWEEPS: readonly never[] = [];

export function ShareSection() {
  const t = useTranslations("access");
  const { answer, error, change } = useKept(fetchShareLinks);
  const sweeps = useAdvice((advice) => advice.answer?.sweeps) ?? NO_SWEEPS;
  const [shown] = useState(() => shownRunsNow().drawn.map(({ run }) => run.id));
  /** A sweep's id; empty: what is shown. */
  const [what, setWhat] = useState("");
  const [title, setTitle] = useState("");
  const [days, setDays] = useState<number>(7);
  const [url, setUrl] = useState<string | null>(null);
  const now = useNow(REFRESH_MS) / 1000;
  const sweep = sweeps.find(({ id }) => id === what);
  const runs = sweep === undefined ? shown : idsOf(sweep.runs);
  const add = async (): Promise<void> => {
    const view = sweep === undefined ? location.search : "";
    const link = await change(() => addShareLink({ title: title.trim(), runs, view, days }));
    if (link === null) return;
    setUrl(link.url);
    setTitle("");
  };
  return (
    <Section title={t("shares")} why={t("sharesWhy")} error={error}>
      <ul>
        {answer?.links.map(({ id, title: about, madeBy, runs: count, expiresAt }) => (
          <li key={id} className="flex min-h-8 flex-wrap items-center gap-2" data-testid="share-link">
            <bdi className="font-medium">{about}</bdi>
            <span className="mr-auto text-2xs text-ink-faint">
              {t("shareFacts", { count, madeBy })} ·{" "}
              {expiresAt !== null && expiresAt < now ? t("expired") : t("until", { date: dayOf(expiresAt ?? now) })}
            </span>
            <TextButton text={t("takeBack")} onClick={() => void change(() => revokeShareLink(id))} />
          </li>
        ))}
      </ul>
      <LineForm action={t("share")} isDisabled={title.trim() === "" || runs.length === 0} onSubmit={() => void add()}>
        <select
          aria-label={t("what")}
          value={what}
          onChange={(event) => setWhat(event.target.value)}
          className={`${FIELD} max-w-full`}
        >
          <option value="">{t("shownNow", { count: shown.length })}</option>
          {sweeps.map(({ id, title: name, runs: members }) => (
            <option key={id} value={id}>
              {t("sweepOf", { name, count: members.length })}
            </option>
          ))}
        </select>
        <input
          className={FIELD}
          value={title}
          onChange={(event) => setTitle(event.target.value)}
          placeholder={t("shareTitle")}
          aria-label={t("shareTitle")}
        />
        <select
          aria-label={t("lasts")}
          value={days}
          onChange={(event) => setDays(Number(event.target.value))}
          className={FIELD}
        >
          {DAYS.map((count) => (
            <option key={count} value={count}>
              {t("days", { count })}
            </option>
          ))}
        </select>
      </LineForm>
      {url !== null && <ShownOnce text={url} hint={t("shareOnce")} />}
    </Section>
  );
}

const dayOf = (secs: number): string => new Date(secs * 1000).toISOString().slice(0, 10);

/** Ids of runs that are there, by their names. */
function idsOf(names: readonly string[]): string[] {
  const wanted = new Set(names);
  return (useLive.getState().answer?.runs ?? []).filter(({ name }) => wanted.has(name)).map(({ id }) => id);
}
