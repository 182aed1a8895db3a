/** The queue as a whole: how much there is, and to hold it, let it go on or empty it. */
import { CirclePause, Play, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { LaunchesAnswer } from "../../lib/core/launches.ts";
import { wish } from "../_state/launches.ts";
import { TextButton } from "../_ui/text-button.tsx";

export function QueueBar({ answer }: { readonly answer: LaunchesAnswer }) {
  const t = useTranslations("launches");
  const { counts, paused } = answer;
  const [isAsked, setAsked] = useState(false);
  const cancel = (): void => {
    setAsked(false);
    void wish("cancel");
  };
  return (
    <>
      <span className="mr-1 ml-auto text-ink-faint max-sm:ml-1" data-testid="counts">
        {t("counts", {
          running: counts.running + counts.starting,
          queued: counts.queued,
          ended: counts.ended,
        })}
      </span>
      {paused === null ? (
        <TextButton text={t("pause")} icon={CirclePause} onClick={() => void wish("pause", { because: t("byHand") })} />
      ) : (
        <>
          <span className="text-amber" title={paused}>
            {t("paused")}
          </span>
          <TextButton text={t("resume")} icon={Play} onClick={() => void wish("resume")} />
        </>
      )}
      {counts.queued > 0 &&
        (isAsked ? (
          <>
            <TextButton text={t("cancelYes", { count: counts.queued })} icon={Trash2} onClick={cancel} />
            <TextButton text={t("cancelNo")} onClick={() => setAsked(false)} />
          </>
        ) : (
          <TextButton text={t("cancelAll")} icon={Trash2} onClick={() => setAsked(true)} />
        ))}
    </>
  );
}
