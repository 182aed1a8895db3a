/** Whether a card is near enough to the window to be worth a chart. */
import { type RefObject, useEffect, useState } from "react";

/** Charts are made a little before they come into sight, and given up about two screens away. */
const MAKE_WITHIN = "150px 0px";
const KEEP_WITHIN = "200% 0px";

/** Making a chart is one long frame: at most one is made in each, the rest wait here. */
const turns: (() => void)[] = [];
let isTurning = false;

function takeTurn(make: () => void): () => void {
  turns.push(make);
  if (!isTurning) {
    isTurning = true;
    queueMicrotask(nextTurn);
  }
  return () => {
    const at = turns.indexOf(make);
    if (at >= 0) turns.splice(at, 1);
  };
}

function nextTurn(): void {
  turns.shift()?.();
  if (turns.length > 0) requestAnimationFrame(nextTurn);
  else isTurning = false;
}

/** True from the moment `element` comes near until it is far away again. */
export function useNear(element: RefObject<HTMLElement | null>): boolean {
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    if (element.current === null) return;
    let giveUpTurn = (): void => {};
    const coming = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting === true) giveUpTurn = takeTurn(() => setNear(true));
        else giveUpTurn();
      },
      { rootMargin: MAKE_WITHIN },
    );
    const leaving = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting === false) setNear(false);
      },
      { rootMargin: KEEP_WITHIN },
    );
    coming.observe(element.current);
    leaving.observe(element.current);
    return () => {
      giveUpTurn();
      coming.disconnect();
      leaving.disconnect();
    };
  }, [element]);
  return isNear;
}
