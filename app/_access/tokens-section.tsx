/** One's own tokens for scripts. */
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Moment } from "../_review/moment.tsx";
import { addToken, fetchTokens, revokeToken } from "../_state/people.ts";
import { TextButton } from "../_ui/text-button.tsx";
import { FIELD, LineForm, Section, ShownOnce } from "./parts.tsx";
import { useKept } from "./use-kept.ts";

export function TokensSection() {
  const t = useTranslations("access");
  const { answer, error, change } = useKept(fetchTokens);
  const [label, setLabel] = useState("");
  const [token, setToken] = useState<string | null>(null);
  const add = async (): Promise<void> => {
    const made = await change(() => addToken(label.trim()));
    if (made === null) return;
    setToken(made);
    setLabel("");
  };
  return (
    <Section title={t("tokens")} why={t("tokensWhy")} error={error}>
      <ul>
        {answer?.tokens.map(({ id, label: about, usedAt }) => (
          <li key={id} className="flex min-h-8 items-center gap-2" data-testid="token">
            <bdi className="font-medium">{about}</bdi>
            <span className="mr-auto text-2xs text-ink-faint">
              {usedAt === null ? t("neverUsed") : <Moment at={usedAt} />}
            </span>
            <TextButton text={t("takeBack")} onClick={() => void change(() => revokeToken(id))} />
          </li>
        ))}
      </ul>
      <LineForm action={t("addToken")} isDisabled={label.trim() === ""} onSubmit={() => void add()}>
        <input
          className={FIELD}
          value={label}
          onChange={(event) => setLabel(event.target.value)}
          placeholder={t("tokenLabel")}
          aria-label={t("tokenLabel")}
        />
      </LineForm>
      {token !== null && <ShownOnce text={token} hint={t("tokenOnce")} />}
    </Section>
  );
}
