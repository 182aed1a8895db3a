/** An answer as a program, ready to be copied: one framework at a time, for nobody uses all of them. */
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { CodeSnippet } from "../../lib/core/advice.ts";
import { CopyButton } from "./copy-button.tsx";

export function CodeSnippets({ snippets }: { readonly snippets: readonly CodeSnippet[] }) {
  const t = useTranslations("advice");
  const frameworks = [...new Set(snippets.map(({ framework }) => framework))];
  const [chosen, setChosen] = useState(frameworks[0]);
  const shown = snippets.filter(({ framework }) => framework === chosen);
  return (
    <details data-testid="code" className="mt-2">
      <summary className="cursor-pointer text-2xs text-ink-faint marker:text-ink-faint hover:text-ink">
        {t("code")}
      </summary>
      {frameworks.length > 1 && (
        <select
          aria-label={t("framework")}
          value={chosen}
          onChange={({ target: { value } }) => setChosen(frameworks.find((one) => one === value) ?? chosen)}
          className="mt-1.5 h-7 rounded border border-line bg-canvas px-1"
        >
          {frameworks.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      )}
      {shown.map(({ title, code }) => (
        <div key={title} className="mt-1.5">
          <div className="flex items-end">
            <h4 className="mr-auto text-2xs text-ink-faint">
              <bdi>{title}</bdi>
            </h4>
            <CopyButton name={t("copyCode", { title })} text={code} />
          </div>
          <pre
            // biome-ignore lint/a11y/noNoninteractiveTabindex: wide code scrolls, and must for who has no pointer
            tabIndex={0}
            className="overflow-x-auto rounded border border-line bg-raised px-2.5 py-2 font-mono text-2xs leading-4"
          >
            {code}
          </pre>
        </div>
      ))}
    </details>
  );
}
