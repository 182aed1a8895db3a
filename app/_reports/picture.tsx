/** A picture of a chart as elements of the page: for print, where a canvas would be as coarse as the screen. */
import { useLayoutEffect, useRef } from "react";
import { chartPicture } from "../../lib/charts/chart-svg.ts";
import { plotRect, type Scene, sceneTicks, toMapping } from "../../lib/charts/scene.ts";
import type { SvgNode } from "../../lib/charts/svg-node.ts";
import { CHART_THEMES } from "../../lib/charts/theme.ts";

/** The width of an A4 page between its margins, in CSS pixels. */
const WIDTH = 680;
const HEIGHT = 300;

interface PictureProps {
  readonly scene: Scene;
  readonly title: string;
  readonly xName: string;
}

export function Picture({ scene, title, xName }: PictureProps) {
  const host = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const rect = plotRect(WIDTH, HEIGHT);
    const frame = { title, xName, width: WIDTH, height: HEIGHT, rect, theme: CHART_THEMES.light };
    const picture = chartPicture(scene, { ...frame, mapping: toMapping(scene, rect), ticks: sceneTicks(scene, rect) });
    const svg = toElement(picture);
    svg.setAttribute("class", "block h-auto w-full");
    host.current?.replaceChildren(svg);
  });
  return <div ref={host} className="hidden print:block" data-testid="picture" />;
}

function toElement({ name, attributes, children }: SvgNode): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key !== "xmlns") element.setAttribute(key, String(value));
  }
  element.append(...children.map((child) => (typeof child === "string" ? child : toElement(child))));
  return element;
}
