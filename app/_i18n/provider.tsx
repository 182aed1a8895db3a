/** Texts for everything below, in the reader's language. */
import { IntlMessageFormat } from "intl-messageformat";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { IntlProvider } from "use-intl";
import { usePreferences } from "../_state/preferences.ts";
import { en } from "./en.ts";
import type { Messages } from "./messages.ts";

/**
 * Our languages are known to every browser. Asking it which it knows took 16 ms of the first chart's time, with the first
 * text that has a name in it.
 */
IntlMessageFormat.resolveLocale = (locales) => new Intl.Locale(typeof locales === "string" ? locales : locales[0]);

interface TextsProps {
  /** Stands there until the first texts have come. */
  readonly fallback: ReactNode;
  readonly children: ReactNode;
}

/** English comes with the page, Chinese when it is wanted; a page that is shown already stays as it is until then. */
export function Texts({ fallback, children }: TextsProps) {
  const language = usePreferences((preferences) => preferences.language);
  const [chinese, setChinese] = useState<Messages | null>(null);
  const hasShown = useRef(false);
  useEffect(() => {
    if (language !== "zh") return;
    let isWanted = true;
    const take = (messages: Messages): void => {
      if (isWanted) setChinese(messages);
    };
    import("./zh.ts").then(
      ({ zh }) => take(zh),
      () => take(en), // the engine has gone: a page in the other language is better than none
    );
    return () => {
      isWanted = false;
    };
  }, [language]);
  const isChinese = language === "zh" && chinese !== null;
  if (language === "zh" && !isChinese && !hasShown.current) return fallback;
  hasShown.current = true;
  return (
    <IntlProvider locale={isChinese ? "zh" : "en"} messages={isChinese ? chinese : en} timeZone="UTC">
      {children}
    </IntlProvider>
  );
}
