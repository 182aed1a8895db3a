/** What the reader decides of a sweep: its name and runs, the metric and the loss, and which runs the advice goes without. */
import { Undo2 } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import type { SweepAdvice } from "../../lib/core/advice.ts";
import type { Choices } from "../../lib/core/choices.ts";
import { useAdvice } from "../_state/advice.ts";
import { asFolder, namedSweep, putTogether, rename, takeApart } from "../_state/choice-changes.ts";
import { decide, readChoices, undoChoice, useChoices } from "../_state/choices.ts";
import { useLive } from "../_state/live.ts";
import { useShownRuns } from "../_state/shown-runs.ts";
import { setView } from "../_state/view.ts";
import { Sheet } from "../_ui/sheet.tsx";
import { SheetTitle } from "../_ui/sheet-title.tsx";
import { TextButton } from "../_ui/text-button.tsx";
import { JudgeChoice } from "./judge-choice.tsx";
import { LeftOut } from "./left-out.tsx";

interface ChoicesSheetProps {
  readonly sweep: SweepAdvice;
  readonly onClose: () => void;
}

export function ChoicesSheet({ sweep, onClose }: ChoicesSheetProps) {
  const t = useTranslations("choices");
  const { choices, before, error } = useChoices();
  useEffect(() => void readChoices(), []);
  return (
    <Sheet name={t("title")} place="center" onClose={onClose}>
      <div className="space-y-4 p-5">
        <SheetTitle text={t("title")} onClose={onClose} />
        {choices !== null && (
          <>
            <SweepName key={sweep.title} sweep={sweep} choices={choices} />
            <JudgeChoice sweep={sweep} choices={choices} />
            <LeftOut sweep={sweep} choices={choices} />
          </>
        )}
        {error !== null && (
          <p role="alert" className="text-red">
            {error}
          </p>
        )}
        <div className="flex items-start gap-3 border-line border-t pt-3">
          <p className="flex-1 text-2xs text-ink-faint">{t("kept")}</p>
          <TextButton
            text={t("undo")}
            icon={Undo2}
            isDisabled={before.length === 0}
            onClick={() => void undoChoice()}
          />
        </div>
      </div>
    </Sheet>
  );
}

function SweepName({ sweep, choices }: { readonly sweep: SweepAdvice; readonly choices: Choices }) {
  const t = useTranslations("choices");
  const all = useLive((live) => live.answer?.runs ?? null);
  const { drawn } = useShownRuns();
  const [name, setName] = useState(sweep.title);
  const isMine = namedSweep(choices, sweep.title) !== null;
  const wanted = name.trim();
  const isNew = wanted !== "" && wanted !== sweep.title && namedSweep(choices, wanted) === null;
  const ticked = drawn.map(({ run }) => run.name);
  const names = all?.map((run) => run.name) ?? [];
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isNew) void decideAndShow((now) => rename(now, sweep.title, wanted, asFolder(sweep.runs, names)), wanted);
      }}
    >
      <label htmlFor="sweep-name" className="mb-1 block text-2xs text-ink-faint">
        {t("name")}
      </label>
      <div className="flex flex-wrap items-center gap-1.5">
        <input
          id="sweep-name"
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.target.value)}
          className="h-7 min-w-0 flex-1 rounded border border-line bg-canvas px-2"
        />
        <TextButton
          text={t("rename")}
          isDisabled={!isNew}
          onClick={() =>
            void decideAndShow((now) => rename(now, sweep.title, wanted, asFolder(sweep.runs, names)), wanted)
          }
        />
      </div>
      <div className="-ml-1.5 mt-1 flex flex-wrap">
        <TextButton
          text={t("together", { count: ticked.length })}
          isDisabled={ticked.length === 0 || wanted === "" || (!isMine && wanted === sweep.title)}
          onClick={() => void decideAndShow((now) => putTogether(now, wanted, asFolder(ticked, names)), wanted)}
        />
        {isMine && <TextButton text={t("apart")} onClick={() => void decide((now) => takeApart(now, sweep.title))} />}
      </div>
      {!isMine && <p className="text-2xs text-ink-faint">{t("togetherHint")}</p>}
    </form>
  );
}

/** Decides, and shows the sweep that has the name `title` afterwards. */
async function decideAndShow(change: (choices: Choices) => Choices, title: string): Promise<void> {
  await decide(change);
  const sweep = useAdvice.getState().answer?.sweeps.find((one) => one.title === title);
  if (sweep !== undefined) setView({ sweep: sweep.id });
}
