/** Which choice of theme comes after which, when one goes through them. */
import type { ThemeChoice } from "../_state/preferences.ts";

export const NEXT_THEME: Readonly<Record<ThemeChoice, ThemeChoice>> = {
  system: "light",
  light: "dark",
  dark: "system",
};
