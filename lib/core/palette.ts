/** Colours of runs: TensorBoard's, in its order, so that both tools beside each other look alike, and a set that everybody can tell apart. */

export type Theme = "light" | "dark";

/** `distinct` is for readers who do not see red and green as others do. */
export type Palette = "tensorboard" | "distinct";

type Colours = readonly Readonly<Record<Theme, string>>[];

const TENSORBOARD: Colours = [
  { light: "#425066", dark: "#8e98a3" }, // slate
  { light: "#12b5cb", dark: "#12b5cb" }, // cyan
  { light: "#e52592", dark: "#e52592" }, // pink
  { light: "#f9ab00", dark: "#f9ab00" }, // yellow
  { light: "#9334e6", dark: "#9334e6" }, // purple
  { light: "#7cb342", dark: "#7cb342" }, // light green
  { light: "#e8710a", dark: "#e8710a" }, // orange
];

const SLATE = { light: "#425066", dark: "#8e98a3" };

/**
 * Told apart by every common kind of colour vision; its black is the ink of the theme, and on white its yellow is darker.
 *
 * @see Okabe & Ito, "Color Universal Design", 2008; Wong, "Points of view: Color blindness", Nature Methods 8, 2011.
 */
const DISTINCT: Colours = [
  { light: "#0072b2", dark: "#3d9fdc" }, // blue
  { light: "#e69f00", dark: "#e69f00" }, // orange
  { light: "#009e73", dark: "#009e73" }, // bluish green
  { light: "#cc79a7", dark: "#cc79a7" }, // reddish purple
  { light: "#56b4e9", dark: "#8fd0f5" }, // sky blue
  { light: "#d55e00", dark: "#d55e00" }, // vermilion
  { light: "#c9b800", dark: "#f0e442" }, // yellow
  { light: "#2b2f36", dark: "#d5d9de" }, // ink
];

/**
 * What follows the palette's own colours, so that the eighth run is not drawn like the first: each is another shade of the
 * colour that would come again, and all of them were chosen (once, by simulated annealing over lightness, chroma and up to
 * 16° of hue in OKLCH) for the greatest smallest distance between any two, at no less contrast than the palette's own.
 */
const TENSORBOARD_SHADES: Colours = [
  { light: "#242930", dark: "#c9dae5" }, // slate
  { light: "#60808e", dark: "#3b6a7e" }, // cyan
  { light: "#92226d", dark: "#f597b3" }, // pink
  { light: "#99560d", dark: "#937706" }, // yellow
  { light: "#a884fd", dark: "#a884fd" }, // purple
  { light: "#296814", dark: "#97ee14" }, // green
  { light: "#6f1b04", dark: "#b7340e" }, // orange
  { light: "#9fa8d2", dark: "#b4b7be" }, // slate
  { light: "#057272", dark: "#009392" }, // cyan
  { light: "#ae5a81", dark: "#ac639a" }, // pink
  { light: "#9d8a63", dark: "#bda066" }, // yellow
  { light: "#521b5f", dark: "#d31cfa" }, // purple
  { light: "#36990c", dark: "#476a21" }, // green
  { light: "#dc9786", dark: "#82574c" }, // orange
];

/** The same for `DISTINCT`; distances count as those see them who lack the red or the green cones, too. */
const DISTINCT_SHADES: Colours = [
  { light: "#378fe8", dark: "#1c7def" }, // blue
  { light: "#67571c", dark: "#fabd79" }, // orange
  { light: "#5ec19a", dark: "#28cbb6" }, // bluish green
  { light: "#84314d", dark: "#7e5179" }, // reddish purple
  { light: "#18497b", dark: "#1c66a8" }, // sky blue
  { light: "#995d48", dark: "#ac412f" }, // vermilion
  { light: "#394304", dark: "#b0ad81" }, // yellow
  { light: "#6b7680", dark: "#6f757a" }, // ink
  { light: "#052964", dark: "#8cb7d6" }, // blue
  { light: "#382503", dark: "#a57d50" }, // orange
  { light: "#2f5042", dark: "#286d49" }, // bluish green
  { light: "#682357", dark: "#fd9db7" }, // reddish purple
  { light: "#346575", dark: "#4d78a4" }, // sky blue
  { light: "#dfa182", dark: "#dd9057" }, // vermilion
  { light: "#798932", dark: "#e2d8ab" }, // yellow
  { light: "#acb1bf", dark: "#888d92" }, // ink
];

/**
 * The colour of the run that was seen as number `ordinal`, counted from 0: the palette's own, then two more shades of each;
 * after them it begins again, as TensorBoard's does after seven.
 */
export function paletteColour(ordinal: number, theme: Theme, palette: Palette = "tensorboard"): string {
  const colours = inTurn[palette];
  return (colours[ordinal % colours.length] ?? SLATE)[theme];
}

const palettes: Readonly<Record<Palette, Colours>> = { tensorboard: TENSORBOARD, distinct: DISTINCT };

const inTurn: Readonly<Record<Palette, Colours>> = {
  tensorboard: [...TENSORBOARD, ...TENSORBOARD_SHADES],
  distinct: [...DISTINCT, ...DISTINCT_SHADES],
};

/** A palette's own colours, in order: to choose one from. */
export const paletteColours = (theme: Theme, palette: Palette): readonly string[] =>
  palettes[palette].map((colour) => colour[theme]);

/** From cold to hot, equally bright on its background: neighbours are told apart, and the order is seen without a legend. */
const RAMP: Readonly<Record<Theme, readonly string[]>> = {
  light: ["#3b3fb6", "#1f77d0", "#0f93a8", "#2b9a63", "#8a9a10", "#dd8500", "#cf432d"],
  dark: ["#7f86ff", "#4fa3ff", "#2cc4d6", "#4fd38e", "#bcd04a", "#ffb13d", "#ff6f5c"],
};

/** The colour of a setting that stands at `share` of its range, 0 for the smallest and 1 for the largest value. */
export function rampColour(share: number, theme: Theme): string {
  const anchors = RAMP[theme];
  const place = Math.min(1, Math.max(0, share)) * (anchors.length - 1);
  const below = anchors[Math.floor(place)] ?? SLATE[theme];
  const above = anchors[Math.ceil(place)] ?? below;
  return mix(below, above, place % 1);
}

/** What a colour is chosen by; which colour it is depends on the background and on the reader's palette. */
export type Ink =
  | { readonly kind: "own"; readonly colour: string }
  | { readonly kind: "palette"; readonly place: number }
  | { readonly kind: "ramp"; readonly share: number }
  | { readonly kind: "inactive" };

/** The colour of `ink` on one background, as `#rrggbb`. */
export function inkColour(ink: Ink, theme: Theme, palette: Palette): string {
  switch (ink.kind) {
    case "own":
      return ink.colour;
    case "palette":
      return paletteColour(ink.place, theme, palette);
    case "ramp":
      return rampColour(ink.share, theme);
    case "inactive":
      return inactiveColour(theme);
  }
}

/** The colour of a run that says nothing about what the others are coloured by. */
export const inactiveColour = (theme: Theme): string => (theme === "light" ? "#c4c4c4" : "#4a4a4a");

/** `part` of the way from one `#rrggbb` to another. */
function mix(from: string, to: string, part: number): string {
  const channel = (colour: string, at: number): number => Number.parseInt(colour.slice(at, at + 2), 16);
  const mixed = [1, 3, 5].map((at) => Math.round(channel(from, at) * (1 - part) + channel(to, at) * part));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}
