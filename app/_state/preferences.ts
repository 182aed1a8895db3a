/** What belongs to the reader and not to the view: theme, language and palette, remembered by this browser. */
import { create } from "zustand";
import type { Palette, Theme } from "../../lib/core/palette.ts";

export type ThemeChoice = Theme | "system";
export type Language = "en" | "zh";

export interface Preferences {
  readonly themeChoice: ThemeChoice;
  /** What the choice comes to on this system. */
  readonly theme: Theme;
  readonly language: Language;
  readonly palette: Palette;
}

export const usePreferences = create<Preferences>(() => ({
  themeChoice: "system",
  theme: "light",
  language: "en",
  palette: "tensorboard",
}));

const THEME_ITEM = "tuneboard.theme";
const LANGUAGE_ITEM = "tuneboard.language";
const PALETTE_ITEM = "tuneboard.palette";

/** Reads what was chosen before and follows the system from then on; call once, before the first drawing. */
export function followPreferences(): void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const update = (): void => {
    const themeChoice = parseTheme(recall(THEME_ITEM));
    const theme = themeChoice === "system" ? (dark.matches ? "dark" : "light") : themeChoice;
    const language = parseLanguage(recall(LANGUAGE_ITEM) ?? navigator.language);
    const root = document.documentElement;
    if (themeChoice === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
    root.lang = language === "zh" ? "zh-CN" : "en";
    const palette = recall(PALETTE_ITEM) === "distinct" ? "distinct" : "tensorboard";
    usePreferences.setState({ themeChoice, theme, language, palette });
  };
  update();
  dark.addEventListener("change", update);
  addEventListener("storage", update);
  refresh = update;
}

let refresh = (): void => {};

export function chooseTheme(choice: ThemeChoice): void {
  remember(THEME_ITEM, choice);
  refresh();
}

export function chooseLanguage(language: Language): void {
  remember(LANGUAGE_ITEM, language);
  refresh();
}

export function choosePalette(palette: Palette): void {
  remember(PALETTE_ITEM, palette);
  refresh();
}

const parseTheme = (text: string | null): ThemeChoice => (text === "light" || text === "dark" ? text : "system");
const parseLanguage = (text: string): Language => (text.toLowerCase().startsWith("zh") ? "zh" : "en");

/** What this browser remembers under `item`; null also where it may not remember anything. */
export function recall(item: string): string | null {
  try {
    return localStorage.getItem(item);
  } catch {
    return null;
  }
}

/** Remembers if it can: a full or forbidden store costs a preference, not the page. */
export function remember(item: string, text: string): void {
  try {
    localStorage.setItem(item, text);
  } catch {
    // Private windows and full stores: the choice holds until the tab closes.
  }
}
