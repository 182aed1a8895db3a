/** Making a chart is one long frame: at most one is made in each, the rest wait here. */
import { useLayoutEffect, useState } from "react";

const waiting: (() => void)[] = [];
let isTaken = false;

/** Calls `make` at once if nobody had this frame yet, else in one of the next; returns how to step out of the queue. */
function takeTurn(make: () => void): () => void {
  if (isTaken) {
    waiting.push(make);
  } else {
    isTaken = true;
    requestAnimationFrame(nextTurn);
    make();
  }
  return () => {
    const at = waiting.indexOf(make);
    if (at >= 0) waiting.splice(at, 1);
  };
}

function nextTurn(): void {
  const make = waiting.shift();
  isTaken = make !== undefined;
  if (make === undefined) return;
  requestAnimationFrame(nextTurn);
  make();
}

/** True from this component's turn on. */
export function useTurn(): boolean {
  const [isMyTurn, setMyTurn] = useState(false);
  // Before the browser paints: what comes between would be the curves of the next chart.
  useLayoutEffect(() => takeTurn(() => setMyTurn(true)), []);
  return isMyTurn;
}
