/** The board as a person uses it: charts by tag, runs by name, and what is on a canvas as pixels. */
import { expect, type Locator, type Page } from "@playwright/test";

/** A canvas of ECharts: until its code is there, another one stands in for it. */
const DRAWN_FOR_GOOD = "canvas[data-zr-dom-id]";

export class Board {
  readonly page: Page;
  readonly runFilter: Locator;
  readonly runs: Locator;

  constructor(page: Page) {
    this.page = page;
    this.runFilter = page.getByRole("textbox", { name: "Filter runs" });
    this.runs = page.getByTestId("run");
  }

  /** Opens an address and waits for the advice, which takes room of its own, and for the chart of `tag`. */
  async open(url: string, tag: string): Promise<void> {
    const advice = this.page.waitForResponse((response) => new URL(response.url()).pathname === "/api/advice");
    await this.page.goto(url);
    await advice;
    await this.drawn(tag);
  }

  card(tag: string): Locator {
    return this.page.getByRole("figure", { name: tag, exact: true });
  }

  plot(tag: string): Locator {
    return this.card(tag).getByTestId("plot");
  }

  run(name: string): Locator {
    return this.page.locator(`[data-testid=run][data-run="${name}"]`);
  }

  /** Scrolls to the chart of `tag` until it is drawn, for good: charts above that arrive later push it away again. */
  async drawn(tag: string): Promise<void> {
    await expect(async () => {
      await this.card(tag).scrollIntoViewIfNeeded({ timeout: 1000 });
      await expect(this.plot(tag)).toHaveAttribute("data-drawn", "true", { timeout: 1000 });
      await expect(this.plot(tag).locator(DRAWN_FOR_GOOD)).not.toHaveCount(0, { timeout: 1000 });
    }).toPass({ timeout: 15_000 });
  }

  async hasCurves(tag: string, count: number): Promise<void> {
    await expect(this.plot(tag)).toHaveAttribute("data-curves", String(count));
  }

  /** What the chart of `tag` looks like now: its curves, without the layer for pointer and marks. */
  picture(tag: string): Promise<string> {
    return this.plot(tag).evaluate((plot) =>
      [...plot.querySelectorAll<HTMLCanvasElement>("canvas:not([role=img])")].map((one) => one.toDataURL()).join(),
    );
  }

  /** Waits until the chart of `tag` looks different from `before`. */
  async changesFrom(tag: string, before: string): Promise<void> {
    await expect(async () => expect(await this.picture(tag)).not.toBe(before)).toPass({ intervals: [20] });
  }

  /** Pixels that are painted on the layer over the curves: marks, crosshair, veil. */
  paintedOver(tag: string): Promise<number> {
    return this.plot(tag).evaluate((plot) => {
      const layer = plot.querySelector<HTMLCanvasElement>("canvas[role=img]");
      const pixels = layer?.getContext("2d")?.getImageData(0, 0, layer.width, layer.height).data ?? [];
      let painted = 0;
      for (let i = 3; i < pixels.length; i += 4) if (pixels[i] !== 0) painted++;
      return painted;
    });
  }

  /** Drags over the chart of `tag`, from and to given as fractions of its width and height. */
  async drag(tag: string, from: readonly [number, number], to: readonly [number, number]): Promise<void> {
    await this.card(tag).scrollIntoViewIfNeeded();
    const box = await this.plot(tag).boundingBox();
    if (box === null) throw new Error(`the chart of ${tag} is not on the screen`);
    const place = ([x, y]: readonly [number, number]) => [box.x + x * box.width, box.y + y * box.height] as const;
    await this.page.mouse.move(...place(from));
    await this.page.mouse.down();
    await this.page.mouse.move(...place(to), { steps: 5 });
    await this.page.mouse.up();
  }

  /**
   * Milliseconds from calling `act` to the first changed pixel on the chart of `tag`, looked at before every frame.
   * The clock is this process's, and includes the way to the browser and back.
   */
  async msUntilRepainted(tag: string, act: () => void): Promise<number> {
    await this.plot(tag).evaluate((plot) => {
      const picture = () =>
        [...plot.querySelectorAll<HTMLCanvasElement>("canvas:not([role=img])")].map((one) => one.toDataURL()).join();
      const before = picture();
      Object.assign(window, {
        repainted: new Promise<void>((resolve) => {
          const look = () => (picture() === before ? requestAnimationFrame(look) : resolve());
          requestAnimationFrame(look);
        }),
      });
    });
    const start = performance.now();
    act();
    await this.page.evaluate(() => (window as unknown as { repainted: Promise<void> }).repainted);
    return performance.now() - start;
  }
}
