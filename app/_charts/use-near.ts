/** Whether a card is near enough to the window to be worth a chart. */
import { type RefObject, useEffect, useLayoutEffect, useState } from "react";

/** Charts are made a little before they come into sight, and given up about two screens away. */
const MAKE_WITHIN_PIXELS = 150;
const KEEP_WITHIN = "200% 0px";

/** True from the moment `element` comes near until it is far away again. */
export function useNear(element: RefObject<HTMLElement | null>): boolean {
  const [isNear, setNear] = useState(false);
  // The first look does not wait for an observer: what is in sight when the page opens is asked for at once.
  useLayoutEffect(() => {
    const box = element.current?.getBoundingClientRect();
    if (box !== undefined && box.top < innerHeight + MAKE_WITHIN_PIXELS && box.bottom > -MAKE_WITHIN_PIXELS)
      setNear(true);
  }, [element]);
  useEffect(() => {
    if (element.current === null) return;
    // Margins count from the scrolling box: what it clips would otherwise not be near, whatever the margin.
    const root = element.current.closest("[data-scrolls]");
    const coming = new IntersectionObserver(([entry]) => entry?.isIntersecting === true && setNear(true), {
      root,
      rootMargin: `${MAKE_WITHIN_PIXELS}px 0px`,
    });
    const leaving = new IntersectionObserver(([entry]) => entry?.isIntersecting === false && setNear(false), {
      root,
      rootMargin: KEEP_WITHIN,
    });
    coming.observe(element.current);
    leaving.observe(element.current);
    return () => {
      coming.disconnect();
      leaving.disconnect();
    };
  }, [element]);
  return isNear;
}
