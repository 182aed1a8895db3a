/** The top line: what is watched, whether it is fresh, and what belongs to the reader. */

import { Keyboard, Languages, Lightbulb, Monitor, Moon, PanelLeft, Search, Sun, UserRound } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import type { RunsAnswer } from "../../lib/core/api.ts";
import { useFindingWords } from "../_i18n/finding-words.ts";
import { NewsButton } from "../_review/news-button.tsx";
import { useLive } from "../_state/live.ts";
import { chooseLanguage, chooseTheme, usePreferences } from "../_state/preferences.ts";
import { setView, useView } from "../_state/view.ts";
import { IconButton } from "../_ui/icon-button.tsx";
import { Segmented } from "../_ui/segmented.tsx";
import { MoreMenu } from "./more-menu.tsx";
import { NEXT_THEME } from "./next-theme.ts";
import { Status } from "./status.tsx";

interface HeaderProps {
  readonly isRunsOpen: boolean;
  readonly isAdviceOpen: boolean;
  readonly onRuns: () => void;
  readonly onAdvice: () => void;
  readonly onHelp: () => void;
  readonly onPalette: () => void;
  readonly onNews: () => void;
  readonly onAccess: () => void;
}

const THEME_ICONS = { system: Monitor, light: Sun, dark: Moon };

export function Header({
  isRunsOpen,
  isAdviceOpen,
  onRuns,
  onAdvice,
  onHelp,
  onPalette,
  onNews,
  onAccess,
}: HeaderProps) {
  const t = useTranslations("header");
  const tEmpty = useTranslations("empty");
  const retell = useFindingWords();
  const tAccess = useTranslations("access");
  const screen = useView((view) => view.screen);
  const logdirs = useLive((live) => live.answer?.logdirs);
  const { themeChoice, language } = usePreferences();
  const screens = useRef<HTMLDivElement>(null);
  // On a phone not all of them fit; the chosen one is in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the choice that is looked for
  useEffect(() => {
    screens.current?.querySelector("[data-state=on]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [screen]);
  useTitle(logdirs);
  return (
    <header className="flex h-11 shrink-0 items-center gap-1 border-line border-b bg-panel pr-2 pl-2 max-sm:gap-0 max-sm:px-1 print:hidden">
      <IconButton
        icon={PanelLeft}
        name={t(isRunsOpen ? "hideRuns" : "showRuns")}
        onClick={onRuns}
        isPressed={isRunsOpen}
      />
      <Mark />
      <h1 className="mr-3 font-semibold text-sm tracking-tight max-sm:sr-only">Tuneboard</h1>
      <div ref={screens} className="min-w-0 overflow-x-auto max-sm:mr-1.5 sm:shrink-0 [scrollbar-width:none]">
        <Segmented
          name={t("screen")}
          value={screen}
          choices={[
            { value: "curves", text: t("curves") },
            { value: "hparams", text: t("hparams") },
            { value: "launches", text: t("launches") },
            { value: "reports", text: t("reports") },
          ]}
          onChange={(value) => setView({ screen: value })}
        />
      </div>
      <p className="mr-auto ml-3 min-w-0 truncate text-ink-faint max-lg:hidden">
        {logdirs?.map(({ name, path, error }) => (
          <span
            key={`${name}:${path}`}
            title={error === null ? path : retell(error)}
            className={`mr-3 ${error === null ? "" : "text-red"}`}
          >
            <bdi className="font-mono text-xs">{path}</bdi>
            {error !== null && ` — ${tEmpty("unreadable", { because: retell(error) })}`}
          </span>
        ))}
      </p>
      <div className="mr-2 min-w-0 max-lg:ml-auto max-sm:mr-0.5 max-sm:shrink-0">
        <Status />
      </div>
      <IconButton
        icon={Languages} // not a word in the other script: looking for its font delays the first drawing by 60 ms
        name={t("languageHint")}
        onClick={() => chooseLanguage(language === "zh" ? "en" : "zh")}
        className="max-lg:hidden"
      />
      <IconButton
        icon={THEME_ICONS[themeChoice]}
        name={t("theme", { choice: t(themeChoice) })}
        onClick={() => chooseTheme(NEXT_THEME[themeChoice])}
        testId="theme"
        className="max-lg:hidden"
      />
      <NewsButton onOpen={onNews} />
      <IconButton icon={UserRound} name={tAccess("title")} onClick={onAccess} className="max-lg:hidden" />
      <IconButton icon={Search} name={t("palette")} onClick={onPalette} className="max-lg:hidden" />
      <IconButton icon={Keyboard} name={t("shortcuts")} onClick={onHelp} className="max-lg:hidden" />
      <MoreMenu onPalette={onPalette} onHelp={onHelp} onAccess={onAccess} />
      <IconButton
        icon={Lightbulb}
        name={t(isAdviceOpen ? "hideAdvice" : "showAdvice")}
        onClick={onAdvice}
        isPressed={isAdviceOpen}
      />
    </header>
  );
}

/** Names the browser's tab after what is watched: people keep several open. */
function useTitle(logdirs: RunsAnswer["logdirs"] | undefined): void {
  const names = logdirs?.map(({ name, path }) =>
    name === "" ? (path.split("/").findLast((part) => part !== "") ?? path) : name,
  );
  const title = names === undefined || names.length === 0 ? "Tuneboard" : `${names.join(", ")} · Tuneboard`;
  useEffect(() => {
    document.title = title;
  }, [title]);
}

/** The mark: a curve that falls, and the step at which it has. */
function Mark() {
  return (
    <svg viewBox="0 0 20 20" className="mr-1.5 ml-1 size-5 shrink-0 max-sm:hidden" aria-hidden="true">
      <path d="M2 3.5c2.4 8.6 5 11.6 16 12.4" className="fill-none stroke-ink" strokeWidth="2" strokeLinecap="round" />
      <path d="M11.5 3v14" className="stroke-accent" strokeWidth="1.75" strokeLinecap="round" strokeDasharray="2.5 3" />
    </svg>
  );
}
