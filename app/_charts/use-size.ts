/** The size of an element in whole CSS pixels, as it changes. */
import { type RefObject, useLayoutEffect, useState } from "react";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Null before the first measurement, and while the element has no extent. */
export function useSize(element: RefObject<HTMLElement | null>): Size | null {
  const [size, setSize] = useState<Size | null>(null);
  useLayoutEffect(() => {
    const measured = element.current;
    if (measured === null) return;
    const measure = (): void => {
      const [width, height] = [Math.floor(measured.clientWidth), Math.floor(measured.clientHeight)];
      setSize((before) => {
        if (width <= 0 || height <= 0) return before;
        return before?.width === width && before.height === height ? before : { width, height };
      });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(measured);
    return () => observer.disconnect();
  }, [element]);
  return size;
}

/** How much there is to see of an element at once: its width, and the height of what it scrolls in. It may come and go with `isThere`. */
export function useRoom(element: RefObject<HTMLElement | null>, isThere: boolean): Size | null {
  const [room, setRoom] = useState<Size | null>(null);
  useLayoutEffect(() => {
    const measured = element.current;
    const scroller = measured?.parentElement ?? null;
    if (measured === null || scroller === null || !isThere) return;
    const measure = (): void => {
      const [width, height] = [measured.clientWidth, scroller.clientHeight];
      setRoom((before) => (before?.width === width && before.height === height ? before : { width, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(measured);
    observer.observe(scroller);
    return () => observer.disconnect();
  }, [element, isThere]);
  return room;
}
