/** The first and only page: the board, drawn once the browser has told us its theme, language and address. */
"use client";

import { useEffect, useLayoutEffect, useState } from "react";
import { Board } from "./_board/board.tsx";
import { Texts } from "./_i18n/provider.tsx";
import { followAdvice } from "./_state/advice.ts";
import { followEngine } from "./_state/live.ts";
import { followPreferences } from "./_state/preferences.ts";
import { followAddress } from "./_state/view.ts";

export default function Page() {
  const [isReady, setReady] = useState(false);
  useBeforePaint(() => {
    const stops = [followPreferences(), followAddress(), followEngine(), followAdvice()];
    setReady(true);
    return () => {
      for (const stop of stops) stop();
    };
  });
  if (!isReady) return <div className="h-11 border-line border-b bg-panel" />;
  return (
    <Texts>
      <Board />
    </Texts>
  );
}

/** The exported page is drawn without a browser, where there is no layout to wait for. */
function useBeforePaint(effect: () => () => void): void {
  const useOnce = typeof window === "undefined" ? useEffect : useLayoutEffect;
  useOnce(effect, []);
}
