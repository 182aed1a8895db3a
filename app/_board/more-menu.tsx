/** What the top line has no room for on a phone or a tablet, in one menu. */
import { Ellipsis, Keyboard, Languages, type LucideIcon, Search, SunMoon, UserRound } from "lucide-react";
import { useTranslations } from "use-intl";
import { chooseLanguage, chooseTheme, usePreferences } from "../_state/preferences.ts";
import { Popover } from "../_ui/popover.tsx";
import { NEXT_THEME } from "./next-theme.ts";

interface MoreMenuProps {
  readonly onPalette: () => void;
  readonly onHelp: () => void;
  readonly onAccess: () => void;
}

export function MoreMenu({ onPalette, onHelp, onAccess }: MoreMenuProps) {
  const t = useTranslations("header");
  const tAccess = useTranslations("access");
  const { themeChoice, language } = usePreferences();
  return (
    <Popover
      name={t("more")}
      button={<Ellipsis size={15} strokeWidth={1.75} aria-hidden="true" />}
      buttonClass="hidden size-7 shrink-0 place-items-center rounded text-ink-faint hover:bg-hover hover:text-ink max-lg:grid"
      width={240}
    >
      {(close) => {
        const then = (act: () => void) => (): void => {
          close();
          act();
        };
        return (
          <div className="-m-1.5">
            <Item icon={UserRound} text={tAccess("title")} onClick={then(onAccess)} />
            <Item icon={Search} text={t("commands")} onClick={then(onPalette)} />
            <Item icon={Keyboard} text={t("shortcuts")} onClick={then(onHelp)} />
            <Item
              icon={Languages}
              text={t("languageHint")}
              onClick={then(() => chooseLanguage(language === "zh" ? "en" : "zh"))}
            />
            <Item
              icon={SunMoon}
              text={t("theme", { choice: t(themeChoice) })}
              onClick={() => chooseTheme(NEXT_THEME[themeChoice])}
            />
          </div>
        );
      }}
    </Popover>
  );
}

interface ItemProps {
  readonly icon: LucideIcon;
  readonly text: string;
  readonly onClick: () => void;
}

function Item({ icon: Icon, text, onClick }: ItemProps) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="flex min-h-9 w-full items-center gap-2 rounded px-2 text-left hover:bg-hover focus-visible:bg-hover"
    >
      <Icon size={15} strokeWidth={1.75} aria-hidden="true" className="shrink-0 text-ink-faint" />
      {text}
    </button>
  );
}
