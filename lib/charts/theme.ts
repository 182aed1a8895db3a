/** Colours of the canvas, where style sheets do not reach: the same values as in `globals.css`. */
import type { Theme } from "../core/palette.ts";

/** Colours and font of a chart on one background. */
export interface ChartTheme {
  readonly background: string;
  readonly label: string;
  readonly axis: string;
  readonly grid: string;
  readonly ink: string;
  readonly accent: string;
  /** Behind words on the plot: the background, a little transparent. */
  readonly paper: string;
  /** Drawn over the curves so that one of them can stand out. */
  readonly veil: string;
  readonly band: string;
  readonly font: string;
}

const FONT = '"Inter Variable", ui-sans-serif, system-ui, sans-serif';

/** The chart colours of both themes. */
export const CHART_THEMES: Readonly<Record<Theme, ChartTheme>> = {
  light: {
    background: "#ffffff",
    label: "#6b727c",
    axis: "#cfcfc8",
    grid: "#efefec",
    ink: "#16181c",
    accent: "#2257d6",
    paper: "rgba(255,255,255,0.86)",
    veil: "rgba(255,255,255,0.74)",
    band: "rgba(34,87,214,0.10)",
    font: FONT,
  },
  dark: {
    background: "#0f1114",
    label: "#7f8893",
    axis: "#363d45",
    grid: "#1d2126",
    ink: "#e7eaee",
    accent: "#86abff",
    paper: "rgba(15,17,20,0.84)",
    veil: "rgba(15,17,20,0.72)",
    band: "rgba(134,171,255,0.13)",
    font: FONT,
  },
};
