/** The first and only page: the board, drawn once the browser has told us its theme, language and address. */
"use client";

import { useEffect, useLayoutEffect, useState } from "react";
import { Board } from "./_board/board.tsx";
import { startBoard } from "./_board/start.ts";
import { Texts } from "./_i18n/provider.tsx";

const isBrowser = typeof window !== "undefined";
if (isBrowser) startBoard();

/** The exported page is drawn without a browser, where there is no layout to wait for. */
const useBeforePaint = isBrowser ? useLayoutEffect : useEffect;

export default function Page() {
  const [isReady, setReady] = useState(false);
  useBeforePaint(() => setReady(true), []);
  const blank = <div className="h-11 border-line border-b bg-panel" />;
  if (!isReady) return blank;
  return (
    <Texts fallback={blank}>
      <Board />
    </Texts>
  );
}
