/** Links through which somebody without a login sees some runs, a sweep or a report. */
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import type { Shared } from "../../lib/core/actor.ts";
import type { ListedReport } from "../../lib/report/parts.ts";
import { fetchReports } from "../_reports/api.ts";
import { useAdvice } from "../_state/advice.ts";
import { addShareLink, fetchShareLinks, revokeShareLink } from "../_state/people.ts";
import { shownRunsNow } from "../_state/shown-runs.ts";
import { useView } from "../_state/view.ts";
import { formatView } from "../_state/view-url.ts";
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
  const reports = useReports();
  /** `sweep:` or `report:` and an id; empty: what is shown. */
  const [what, setWhat] = useState("");
  const [title, setTitle] = useState("");
  const [days, setDays] = useState<number>(7);
  const [url, setUrl] = useState<string | null>(null);
  const now = useNow(REFRESH_MS) / 1000;
  const shared = sharedBy(what, shown);
  const add = async (): Promise<void> => {
    const view = shared.kind === "runs" ? formatView({ ...useView.getState(), thread: null }) : "";
    const link = await change(() => addShareLink({ title: title.trim(), shared, view, days }));
    if (link === null) return;
    setUrl(link.url);
    setTitle("");
  };
  return (
    <Section title={t("shares")} why={t("sharesWhy")} error={error}>
      <ul>
        {answer?.links.map(({ id, title: reader, kind, about, madeBy, runs: count, expiresAt }) => (
          <li key={id} className="flex min-h-8 flex-wrap items-center gap-2" data-testid="share-link">
            <bdi className="font-medium">{reader}</bdi>
            <span className="mr-auto text-2xs text-ink-faint">
              {kind === "runs"
                ? t("shareFacts", { count: count ?? 0, madeBy })
                : about === null
                  ? t("shareGone", { madeBy })
                  : kind === "sweep"
                    ? t("shareSweep", { about, count: count ?? 0, madeBy })
                    : t("shareReport", { about, madeBy })}{" "}
              · {expiresAt !== null && expiresAt < now ? t("expired") : t("until", { date: dayOf(expiresAt ?? now) })}
            </span>
            <TextButton text={t("takeBack")} onClick={() => void change(() => revokeShareLink(id))} />
          </li>
        ))}
      </ul>
      <LineForm
        action={t("share")}
        isDisabled={title.trim() === "" || (shared.kind === "runs" && shared.runs.length === 0)}
        onSubmit={() => void add()}
      >
        <select
          aria-label={t("what")}
          value={what}
          onChange={(event) => setWhat(event.target.value)}
          className={`${FIELD} max-w-full`}
        >
          <option value="">{t("shownNow", { count: shown.length })}</option>
          {sweeps.map(({ id, title: name, runs: members }) => (
            <option key={id} value={`sweep:${id}`}>
              {t("sweepOf", { name, count: members.length })}
            </option>
          ))}
          {reports.map(({ id, title: name }) => (
            <option key={id} value={`report:${id}`}>
              {t("reportOf", { name: name || id })}
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
      <p className="text-2xs text-ink-faint" data-testid="share-extent">
        {t(`extent.${shared.kind}`)}
      </p>
      {url !== null && <ShownOnce text={url} hint={t("shareOnce")} />}
    </Section>
  );
}

const dayOf = (secs: number): string => new Date(secs * 1000).toISOString().slice(0, 10);

function sharedBy(what: string, shown: readonly string[]): Shared {
  const [kind, id = ""] = what.split(":");
  if (kind === "sweep") return { kind, sweep: id };
  return kind === "report" ? { kind, report: id } : { kind: "runs", runs: shown };
}

/** Reports that can be shared; none while they are not known. */
function useReports(): readonly ListedReport[] {
  const [reports, setReports] = useState<readonly ListedReport[]>([]);
  useEffect(() => {
    let isOpen = true;
    fetchReports().then(
      (found) => {
        if (isOpen) setReports(found.reports);
      },
      () => {}, // then there are none to share
    );
    return () => {
      isOpen = false;
    };
  }, []);
  return reports;
}
