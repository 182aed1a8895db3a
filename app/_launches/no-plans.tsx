/** Where no plan is found: what one is, where it is looked for, and one to begin with. */
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { PlansAnswer } from "../../lib/core/launch-form.ts";
import { copyText } from "../_ui/copy.ts";
import { TextButton } from "../_ui/text-button.tsx";
import { Centre } from "./launches-screen.tsx";

const EXAMPLE = `projects:
  mine:
    directory: .          # where the command runs
    logdir: runs          # every run gets a folder of its own below it
    command: python train.py --lr {lr} --batch_size {batch_size} --steps {steps} --seed {seed} --logdir {logdir}
    parameters:
      lr: 0.01
      batch_size: { type: integer, default: 64 }
      steps: { type: integer, default: 3000 }
      seed: { type: integer, default: 0 }
    metric: dev/accuracy
    loss: train/loss
`;

export function NoPlans({ answer, onAgain }: { readonly answer: PlansAnswer; readonly onAgain: () => void }) {
  const t = useTranslations("launches.noPlans");
  const tApp = useTranslations("app");
  const [isCopied, setCopied] = useState(false);
  const problems = answer.plans.flatMap((plan) => plan.problems);
  return (
    <Centre>
      <div data-testid="no-plans">
        <h2 className="mb-2 font-semibold text-lg">{t(problems.length > 0 ? "brokenTitle" : "title")}</h2>
        {problems.map((problem) => (
          <p key={problem} className="text-red">
            {problem}
          </p>
        ))}
        <p className="text-ink-soft">{t("body")}</p>
        <pre
          data-scrolls=""
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of keys
          tabIndex={0}
          className="my-3 overflow-x-auto rounded-md border border-line bg-panel p-3 font-mono text-2xs leading-4"
        >
          {EXAMPLE}
        </pre>
        <p className="mb-3 flex gap-2">
          <TextButton
            text={isCopied ? tApp("copied") : t("copy")}
            onClick={() => void copyText(EXAMPLE).then(setCopied)}
          />
          <TextButton text={t("again")} onClick={onAgain} />
        </p>
        <p className="text-2xs text-ink-faint">{t("lookedIn")}</p>
        <ul className="font-mono text-2xs text-ink-faint">
          {answer.lookedIn.map((directory) => (
            <li key={directory} className="break-all">
              {directory}/tuneboard.yaml
            </li>
          ))}
        </ul>
      </div>
    </Centre>
  );
}
