/** Everything about one run, and what people say of it: name, colour, labels, note; hidden or not. */
import { X } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import type { RunAnnotation } from "../../lib/core/annotations.ts";
import type { ListedRun } from "../../lib/listing/listed-run.ts";
import { settingText } from "../../lib/listing/setting-text.ts";
import { VerdictForm } from "../_review/verdict-form.tsx";
import { annotate, useAnnotations } from "../_state/annotations.ts";
import { openRun, useOpenedRun } from "../_state/opened-run.ts";
import { useShownRuns } from "../_state/shown-runs.ts";
import { setView, useView } from "../_state/view.ts";
import { IconButton } from "../_ui/icon-button.tsx";
import { Sheet } from "../_ui/sheet.tsx";
import { SwitchButton } from "../_ui/switch-button.tsx";
import { TextButton } from "../_ui/text-button.tsx";
import { RunFacts } from "./run-facts.tsx";
import { toggleOnly } from "./selecting.ts";
import { Swatches } from "./swatches.tsx";

/** Comes when a run is first opened. */
const ThreadsPanel = lazy(async () => ({ default: (await import("../_review/threads-panel.tsx")).ThreadsPanel }));

/** Nothing while no run is open. */
export function RunSheet() {
  const id = useOpenedRun((opened) => opened.id);
  const { all } = useShownRuns();
  const listed = all.find(({ run }) => run.id === id);
  return listed === undefined ? null : <Opened key={listed.run.id} listed={listed} />;
}

function Opened({ listed }: { readonly listed: ListedRun }) {
  const t = useTranslations("runs");
  const tApp = useTranslations("app");
  const tReview = useTranslations("review");
  const { run, key } = listed;
  const isBaseline = useView((view) => view.baseline === key);
  const close = (): void => openRun(null);
  const settings = Object.entries(run.hparams);
  return (
    <Sheet name={t("details")} place="right" onClose={close}>
      <div className="flex min-h-11 shrink-0 items-center border-line border-b py-2 pr-2 pl-4">
        <h2 className="mr-auto min-w-0 wrap-anywhere font-mono text-xs">
          <bdi>{run.name}</bdi>
        </h2>
        <IconButton icon={X} name={tApp("close")} onClick={close} />
      </div>
      <div className="space-y-4 p-4">
        <div className="-ml-1.5 flex flex-wrap gap-1">
          <TextButton text={t("showOnly")} onClick={() => toggleOnly(listed)} />
          <TextButton
            text={t(isBaseline ? "dropBaseline" : "makeBaseline")}
            isPressed={isBaseline}
            onClick={() => setView({ baseline: isBaseline ? null : key })}
          />
        </div>
        <RunFacts listed={listed} />
        <VerdictForm subject={{ kind: "run", run: run.id }} />
        <AnnotationForm listed={listed} onDone={close} />
        <section>
          <h3 className="mb-1 font-medium text-ink-soft">{tReview("title")}</h3>
          <Suspense fallback={null}>
            <ThreadsPanel anchor={{ kind: "run", runs: [run.id] }} title={run.name} />
          </Suspense>
        </section>
        {settings.length > 0 && (
          <section>
            <h3 className="mb-1 font-medium text-ink-soft">{t("settings")}</h3>
            <dl className="grid grid-cols-[fit-content(45%)_1fr] gap-x-4 gap-y-0.5">
              {settings.map(([name, value]) => (
                <div key={name} className="contents">
                  <dt className="break-words text-ink-faint">
                    <bdi>{name}</bdi>
                  </dt>
                  <dd className="break-all" title={String(value)}>
                    {settingText(value)}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        )}
      </div>
    </Sheet>
  );
}

const FIELD = "mt-1 w-full rounded border border-line bg-canvas px-2 py-1 focus:border-accent focus:outline-none";

function AnnotationForm({ listed, onDone }: { readonly listed: ListedRun; readonly onDone: () => void }) {
  const t = useTranslations("runs");
  const { run, annotation: is } = listed;
  const [was] = useState(is);
  const [draft, setDraft] = useState(was);
  const [labels, setLabels] = useState(was.labels.join(", "));
  const [error, setError] = useState<string | null>(null);
  const problem = useAnnotations((state) => state.problem);
  const isOvertaken = JSON.stringify(is) !== JSON.stringify(was);
  const change = (set: Partial<RunAnnotation>): void => setDraft({ ...draft, ...set });
  const save = async (): Promise<void> => {
    const set = changesFrom(was, { ...draft, name: draft.name.trim(), labels: toLabels(labels) });
    const failure = await annotate([{ run: run.id, set, was: is }]);
    setError(failure);
    if (failure === null) onDone();
  };
  return (
    <form
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <label className="block">
        <span className="text-ink-soft">{t("givenName")}</span>
        <input
          type="text"
          value={draft.name}
          maxLength={300}
          placeholder={run.name}
          onChange={(event) => change({ name: event.target.value })}
          className={`${FIELD} placeholder:text-ink-faint`}
        />
      </label>
      <label className="block">
        <span className="text-ink-soft">{t("labels")}</span>
        <input
          type="text"
          value={labels}
          placeholder={t("labelsHint")}
          onChange={(event) => setLabels(event.target.value)}
          className={`${FIELD} placeholder:text-ink-faint`}
        />
      </label>
      <label className="block">
        <span className="text-ink-soft">{t("note")}</span>
        <textarea
          rows={4}
          maxLength={20_000}
          value={draft.note}
          onChange={(event) => change({ note: event.target.value })}
          className={FIELD}
        />
      </label>
      <Swatches value={draft.colour} onChange={(colour) => change({ colour })} offersOthers />
      <div className="-ml-1.5">
        <SwitchButton
          text={t("hide")}
          hint={t("hideHint")}
          isOn={draft.isHidden}
          onChange={(isHidden) => change({ isHidden })}
        />
      </div>
      {isOvertaken && (
        <div role="alert" className="rounded-md border border-amber/50 p-2">
          <p className="text-amber">{t("overtaken")}</p>
          <p className="whitespace-pre-wrap break-words text-ink-soft">
            {[is.name, is.labels.join(", "), is.note].filter((text) => text !== "").join("\n")}
          </p>
        </div>
      )}
      {(error ?? problem) !== null && (
        <p role="alert" className="break-words text-red">
          {error ?? problem}
        </p>
      )}
      <button
        type="submit"
        disabled={problem !== null}
        className="h-8 rounded bg-accent px-3 font-medium text-on-accent disabled:opacity-50"
      >
        {t(isOvertaken ? "saveOver" : "save")}
      </button>
      <p className="text-2xs text-ink-faint">{t("sharedNote")}</p>
    </form>
  );
}

/** What was changed in this form; everything else may have been changed by others meanwhile. */
const changesFrom = (was: RunAnnotation, now: RunAnnotation): Partial<RunAnnotation> => ({
  ...(now.name === was.name ? {} : { name: now.name }),
  ...(now.colour === was.colour ? {} : { colour: now.colour }),
  ...(now.labels.join() === was.labels.join() ? {} : { labels: now.labels }),
  ...(now.note === was.note ? {} : { note: now.note }),
  ...(now.isHidden === was.isHidden ? {} : { isHidden: now.isHidden }),
});

/** Words parted by commas, each once. */
const toLabels = (text: string): string[] => [
  ...new Set(
    text
      .split(",")
      .map((label) => label.trim())
      .filter((label) => label !== ""),
  ),
];
