/** TensorBoard's run colours, in its order, so that both tools beside each other look alike. */

export type Theme = "light" | "dark";

const PALETTE: readonly Readonly<Record<Theme, string>>[] = [
  { light: "#425066", dark: "#8e98a3" }, // slate
  { light: "#12b5cb", dark: "#12b5cb" }, // cyan
  { light: "#e52592", dark: "#e52592" }, // pink
  { light: "#f9ab00", dark: "#f9ab00" }, // yellow
  { light: "#9334e6", dark: "#9334e6" }, // purple
  { light: "#7cb342", dark: "#7cb342" }, // light green
  { light: "#e8710a", dark: "#e8710a" }, // orange
];

const SLATE = { light: "#425066", dark: "#8e98a3" };

/** The colour of the run that was seen as number `ordinal`, counted from 0; after seven it begins again, as TensorBoard's does. */
export function paletteColour(ordinal: number, theme: Theme): string {
  return (PALETTE[ordinal % PALETTE.length] ?? SLATE)[theme];
}
