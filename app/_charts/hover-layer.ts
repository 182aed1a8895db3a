/** The canvas over a chart: listens to pointer, wheel and keys, and paints marks, crosshair and the box being dragged. */
import type { Zoom } from "../../lib/charts/domain.ts";
import { axisName, type Scene } from "../../lib/charts/scene.ts";
import type { ChartTheme } from "../../lib/charts/theme.ts";
import { type Mapping, toPixelX } from "../../lib/charts/trace.ts";
import type { Mark } from "../../lib/core/advice.ts";
import { type Crosshair, moveCrosshair, onCrosshair } from "./crosshair.ts";
import { boxRect, boxZoom, keyZoom, type Place, panned, stepOfHit, stepsInSight, wheelZoom } from "./gestures.ts";
import { describeHits, findHits, type Hit, type TipWords } from "./hover.ts";
import type { MarkShape } from "./options/marks.ts";
import { type PointedMark, pointedMark } from "./options/pointed-mark.ts";
import { HAIR_OPACITY, paintBox, paintCurve, paintDot, paintMarks, paintVeil } from "./paint.ts";
import { type PointedChart, pointAtChart } from "./pointed-chart.ts";
import { hideTip, showTip } from "./tip.ts";

export interface LayerContent {
  readonly scene: Scene;
  readonly mapping: Mapping;
  /** Pixels of the canvas in one of the page. */
  readonly scale: number;
  readonly theme: ChartTheme;
  readonly shapes: readonly MarkShape[];
  /** The marks are being looked at: everything else recedes. */
  readonly isVeiled: boolean;
  /** Name of a run that is pointed at elsewhere; null if none is. */
  readonly pointedRun: string | null;
  readonly words: TipWords;
  /** With which the names of all drawn runs begin. */
  readonly folder: string;
  readonly tipRows: number;
  readonly onZoom: (zoom: Zoom | null) => void;
  /** A step was pointed out, with how many steps count as the same place. */
  readonly onMark: (step: number, near: number) => void;
  /** A mark of the advice is pointed at, or none any more; `isMeant`: it was clicked. */
  readonly onPointMark: (mark: Mark | null, isMeant: boolean) => void;
  /** What the chart shows, for keys that speak of the place under the pointer. */
  readonly about: Pick<PointedChart, "tag" | "runs">;
}

const DOTS = 24;
const KEY_STEP = 0.01;
/** A click this near to a marked step takes the mark away. */
const MARK_PIXELS = 5;

const isOurs = (crosshair: Crosshair | null, scene: Scene | undefined): crosshair is Crosshair =>
  crosshair !== null && scene !== undefined && crosshair.axis === axisName(scene);

export class HoverLayer {
  readonly #canvas: HTMLCanvasElement;
  readonly #hair: HTMLElement;
  readonly #abort = new AbortController();
  #content: LayerContent | null = null;
  #pointer: Place | null = null;
  #client: Place = { x: 0, y: 0 };
  #drag: { readonly from: Place; readonly pans: boolean; readonly scene: Scene } | null = null;
  #foreignX: number | null = null;
  #pointed: PointedMark | null = null;
  #frame = 0;
  /** Something was painted: until then the canvas needs no memory. */
  #isPainted = false;

  /** `hair`: the crosshair of a pointer that stands over another chart; moving an element repaints no canvas. */
  constructor(canvas: HTMLCanvasElement, hair: HTMLElement) {
    this.#canvas = canvas;
    this.#hair = hair;
    const { signal } = this.#abort;
    canvas.addEventListener("pointermove", (event) => this.#move(event), { signal });
    canvas.addEventListener("pointerdown", (event) => this.#down(event), { signal });
    canvas.addEventListener("pointerup", (event) => this.#up(event), { signal });
    canvas.addEventListener("pointercancel", () => this.#leave(), { signal });
    canvas.addEventListener("pointerleave", () => this.#leave(), { signal });
    canvas.addEventListener("blur", () => this.#leave(), { signal });
    canvas.addEventListener("dblclick", () => this.#content?.onZoom(null), { signal });
    canvas.addEventListener("wheel", (event) => this.#wheel(event), { signal, passive: false });
    canvas.addEventListener("keydown", (event) => this.#key(event), { signal });
    const unsubscribe = onCrosshair((crosshair) => {
      const x = isOurs(crosshair, this.#content?.scene) ? crosshair.at : null;
      if (x === this.#foreignX) return;
      this.#foreignX = x;
      this.#placeHair();
    });
    signal.addEventListener("abort", unsubscribe);
  }

  show(content: LayerContent): void {
    this.#content = content;
    this.#placeHair();
    this.#repaint();
  }

  dispose(): void {
    this.#abort.abort();
    cancelAnimationFrame(this.#frame);
    this.#pointMark(null);
    if (this.#pointer === null) return;
    hideTip();
    pointAtChart(null);
  }

  #place(event: MouseEvent): Place {
    const box = this.#canvas.getBoundingClientRect();
    this.#client = { x: event.clientX, y: event.clientY };
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  #move(event: PointerEvent): void {
    this.#pointer = this.#place(event);
    if (this.#drag?.pans === true && this.#content !== null)
      this.#content.onZoom(panned(this.#drag.scene, this.#content.mapping, this.#drag.from, this.#pointer));
    this.#tellOthers();
    this.#pointMark(pointedMark(this.#content?.shapes ?? [], this.#pointer.x, this.#pointer.y));
    this.#repaint();
  }

  /** The sentence that a mark belongs to stands elsewhere: it is told once for every mark. */
  #pointMark(pointed: PointedMark | null): void {
    const isNew = pointed?.mark !== this.#pointed?.mark;
    this.#pointed = pointed;
    if (isNew) this.#content?.onPointMark(pointed?.mark ?? null, false);
    this.#canvas.style.cursor = pointed?.isWord === true ? "pointer" : "";
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0 || this.#content === null || event.pointerType === "touch") return;
    this.#drag = { from: this.#place(event), pans: event.shiftKey || event.altKey, scene: this.#content.scene };
    this.#canvas.setPointerCapture(event.pointerId);
  }

  #up(event: PointerEvent): void {
    const drag = this.#drag;
    this.#drag = null;
    if (drag === null || drag.pans || this.#content === null) return;
    const to = this.#place(event);
    this.#repaint();
    const { scene, mapping, onZoom, onPointMark } = this.#content;
    const zoom = boxZoom(scene, mapping, drag.from, to);
    if (zoom !== null) onZoom(zoom);
    else if (this.#pointed?.isWord === true) onPointMark(this.#pointed.mark, true);
    else this.#mark();
  }

  #leave(): void {
    this.#pointer = null;
    this.#drag = null;
    pointAtChart(null);
    moveCrosshair(null);
    hideTip();
    this.#pointMark(null);
    this.#repaint();
  }

  #wheel(event: WheelEvent): void {
    if (!event.altKey || this.#content === null) return;
    event.preventDefault();
    const { scene, mapping, onZoom } = this.#content;
    const at = this.#place(event);
    onZoom(wheelZoom(scene, mapping, at, event.deltaY || event.deltaX));
    this.#pointer = { x: Math.min(mapping.right, at.x), y: at.y };
  }

  #key(event: KeyboardEvent): void {
    if (this.#content === null) return;
    const { left, right, top, bottom } = this.#content.mapping;
    const step = (right - left) * KEY_STEP * (event.shiftKey ? 10 : 1);
    const at = this.#pointer ?? { x: left, y: (top + bottom) / 2 };
    const moves: Readonly<Record<string, Place>> = {
      ArrowLeft: { x: Math.max(left, at.x - step), y: at.y },
      ArrowRight: { x: Math.min(right, at.x + step), y: at.y },
    };
    const next = moves[event.key];
    if (next === undefined) {
      if (this.#act(event.key)) event.preventDefault();
      return;
    }
    event.preventDefault();
    this.#pointer = next;
    const box = this.#canvas.getBoundingClientRect();
    this.#client = { x: box.left + next.x, y: box.top + next.y };
    this.#tellOthers();
    this.#repaint();
  }

  #mark(): void {
    const place = this.#stepHere();
    if (place !== null) this.#content?.onMark(place.step, MARK_PIXELS * place.stepsAPixel);
  }

  /** The step of the point that is nearest to the pointer. */
  #stepHere(): ReturnType<typeof stepOfHit> | null {
    const content = this.#content;
    const pointer = this.#pointer;
    if (content === null || pointer === null) return null;
    const [hit] = findHits(content.scene, content.mapping, pointer.x, pointer.y);
    return hit === undefined ? null : stepOfHit(hit, content.mapping);
  }

  /** Whether the key was one that marks or zooms. */
  #act(key: string): boolean {
    const content = this.#content;
    if (content === null) return false;
    const zoom = keyZoom(content.scene, content.mapping, this.#pointer, key);
    if (key === "m") this.#mark();
    else if (key === "0") content.onZoom(null);
    else if (zoom !== null) content.onZoom(zoom);
    else return false;
    return true;
  }

  #tellOthers(): void {
    const content = this.#content;
    const pointer = this.#pointer;
    if (content === null || pointer === null) return;
    const range = () => (this.#content === null ? null : stepsInSight(this.#content.scene));
    pointAtChart({ ...content.about, step: () => this.#stepHere()?.step ?? null, range });
    moveCrosshair({ axis: axisName(content.scene), at: (pointer.x - content.mapping.xShift) / content.mapping.xScale });
  }

  #repaint(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#paint();
    });
  }

  #paint(): void {
    const content = this.#content;
    if (content === null) return;
    const { scene, mapping, scale, theme, shapes, isVeiled, pointedRun } = content;
    const isBare = shapes.length === 0 && !isVeiled && pointedRun === null && this.#pointer === null;
    if (isBare && !this.#isPainted) return;
    const ctx = this.#canvas.getContext("2d");
    if (ctx === null) return;
    this.#isPainted = !isBare;
    ctx.resetTransform();
    ctx.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    ctx.scale(scale, scale);
    const pointed = scene.curves.find(({ runs }) => pointedRun !== null && runs.includes(pointedRun));
    if (isVeiled || pointed !== undefined) paintVeil(ctx, mapping, theme);
    paintMarks(ctx, shapes, mapping, theme);
    if (pointed !== undefined) paintCurve(ctx, pointed, mapping, theme, { raw: scene.isDense });
    if (this.#drag !== null && !this.#drag.pans) this.#paintBox(ctx, this.#drag.from, content);
    else if (this.#pointer !== null) this.#paintHits(ctx, this.#pointer, content);
  }

  #placeHair(): void {
    const mapping = this.#content?.mapping;
    const { style } = this.#hair;
    const x = mapping === undefined || this.#foreignX === null ? Number.NaN : toPixelX(mapping, this.#foreignX);
    const isShown = mapping !== undefined && this.#pointer === null && x >= mapping.left && x <= mapping.right;
    style.visibility = isShown ? "visible" : "hidden";
    if (!isShown) return;
    style.transform = `translate(${Math.round(x)}px, ${mapping.top}px)`;
    style.height = `${mapping.bottom - mapping.top}px`;
  }

  #paintBox(ctx: CanvasRenderingContext2D, from: Place, { mapping, theme }: LayerContent): void {
    hideTip();
    paintBox(ctx, boxRect(mapping, from, this.#pointer ?? from), theme);
  }

  #paintHits(ctx: CanvasRenderingContext2D, at: Place, content: LayerContent): void {
    const { scene, mapping, theme, words, folder, tipRows } = content;
    const { left, right, top, bottom } = mapping;
    if (at.x < left - 8 || at.x > right + 8 || at.y < top - 8 || at.y > bottom + 24) {
      hideTip();
      return;
    }
    const hits: readonly Hit[] = findHits(scene, mapping, at.x, at.y);
    const [nearest] = hits;
    if (nearest === undefined) {
      hideTip();
      return;
    }
    this.#paintHair(ctx, at.x, { mapping, theme });
    if (scene.curves.length > 1) paintCurve(ctx, nearest.drawn, mapping, theme, { width: 2.25, raw: scene.isDense });
    for (const { drawn, nearest: point } of hits.slice(0, DOTS)) {
      if (point.py >= top - 1 && point.py <= bottom + 1) paintDot(ctx, point.px, point.py, drawn.colour, theme, 3.5);
    }
    showTip(this.#canvas, describeHits(hits, words, folder, tipRows), this.#client.x, this.#client.y);
  }

  #paintHair(
    ctx: CanvasRenderingContext2D,
    x: number,
    { mapping, theme }: Pick<LayerContent, "mapping" | "theme">,
  ): void {
    if (x < mapping.left || x > mapping.right) return;
    ctx.fillStyle = theme.label;
    ctx.globalAlpha = HAIR_OPACITY;
    ctx.fillRect(Math.round(x), mapping.top, 1, mapping.bottom - mapping.top);
    ctx.globalAlpha = 1;
  }
}
