/** Sentences about damaged logs and files left aside, which the engine says in English, in the reader's language. */
import { useEffect, useState } from "react";
import { useLocale } from "use-intl";
import type { Retelling } from "../../lib/core/retell.ts";

const asItIs: Retelling = (text) => text;

/** In English until the Chinese words have come, and where no sentence of ours fits. */
export function useFindingWords(): Retelling {
  const isChinese = useLocale() === "zh";
  const [chinese, setChinese] = useState<{ readonly retell: Retelling } | null>(null);
  useEffect(() => {
    if (!isChinese) return;
    let isWanted = true;
    import("./zh/findings.ts").then(
      ({ retellFinding }) => {
        if (isWanted) setChinese({ retell: retellFinding });
      },
      () => undefined, // the engine has gone: the sentences are there, in English
    );
    return () => {
      isWanted = false;
    };
  }, [isChinese]);
  return isChinese && chinese !== null ? chinese.retell : asItIs;
}
