/** Making a chart is one long frame: at most one is made in each, the rest wait here. */
import { useEffect, useState } from "react";

const waiting: (() => void)[] = [];
let isTurning = false;

/** Calls `make` now if nobody waits, else in one of the next frames; returns how to step out of the queue. */
function takeTurn(make: () => void): () => void {
  waiting.push(make);
  if (!isTurning) {
    isTurning = true;
    queueMicrotask(nextTurn);
  }
  return () => {
    const at = waiting.indexOf(make);
    if (at >= 0) waiting.splice(at, 1);
  };
}

function nextTurn(): void {
  waiting.shift()?.();
  if (waiting.length > 0) requestAnimationFrame(nextTurn);
  else isTurning = false;
}

/** True from this component's turn on. */
export function useTurn(): boolean {
  const [isMyTurn, setMyTurn] = useState(false);
  useEffect(() => takeTurn(() => setMyTurn(true)), []);
  return isMyTurn;
}
