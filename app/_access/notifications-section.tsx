/** Who is told of what: what the file says, a message to try it, and what to write into it. */
import { useState } from "react";
import { useTranslations } from "use-intl";
import { reasonOf } from "../_state/launches.ts";
import { fetchNotifications, sendTest } from "../_state/notifications.ts";
import { TextButton } from "../_ui/text-button.tsx";
import { Section, ToCopy } from "./parts.tsx";
import { useKept } from "./use-kept.ts";

const SERVICES = ["slack", "feishu", "dingtalk", "json"] as const;

/** What the file has to hold for one service; the address is for the reader to fill in. */
const exampleFor = (service: (typeof SERVICES)[number]): string =>
  JSON.stringify({
    version: 1,
    hooks: [{ service, url: "https://…", events: ["failed", "diverged", "paused"] }],
    desktop: false,
  });

export function NotificationsSection() {
  const t = useTranslations("notifications");
  const { answer, error } = useKept(fetchNotifications);
  const [said, setSaid] = useState<{ readonly text: string; readonly isSent: boolean } | null>(null);
  const [service, setService] = useState<(typeof SERVICES)[number]>("slack");
  const test = async (hook: number | null): Promise<void> => {
    setSaid(await sendTest(hook).catch((because: unknown) => ({ text: reasonOf(because), isSent: false })));
  };
  if (answer === null)
    return (
      <Section title={t("title")} why={t("why")} error={error}>
        {null}
      </Section>
    );
  const { hooks, desktop, file, problem, isThere } = answer;
  return (
    <Section title={t("title")} why={t("why")} error={error ?? problem}>
      {!isThere && <p className="text-ink-soft">{t("off")}</p>}
      <ul>
        {hooks.map(({ service: kind, host, isSigned, events }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a hook is known by its place in the file
          <li key={at} className="flex items-center gap-2 py-0.5" data-testid="hook">
            <span className="mr-auto min-w-0 break-words">
              <bdi className="font-medium">{t(`services.${kind}`)}</bdi> <bdi className="font-mono text-xs">{host}</bdi>
              <span className="block text-2xs text-ink-soft">
                {events.map((event) => t(`events.${event}`)).join(", ")}
                {isSigned && ` · ${t("signed")}`}
              </span>
            </span>
            <TextButton text={t("test")} onClick={() => void test(at)} />
          </li>
        ))}
        {desktop && (
          <li className="flex items-center gap-2 py-0.5">
            <span className="mr-auto">{t("desktop")}</span>
            <TextButton text={t("test")} onClick={() => void test(null)} />
          </li>
        )}
      </ul>
      {said !== null && (
        <p role="status" data-testid="test-answer" className={said.isSent ? "text-green" : "text-red"}>
          {said.text}
        </p>
      )}
      <details className="mt-2">
        <summary className="cursor-pointer text-2xs text-ink-soft hover:text-ink">{t("how")}</summary>
        <label className="mt-1 flex items-center gap-2 text-2xs text-ink-soft">
          {t("service")}
          <select
            value={service}
            onChange={({ target: { value } }) => setService(SERVICES.find((one) => one === value) ?? "slack")}
            className="h-7 rounded border border-line bg-canvas px-1.5"
          >
            {SERVICES.map((one) => (
              <option key={one} value={one}>
                {t(`services.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <ToCopy text={exampleFor(service)} hint={t("write", { file })} />
      </details>
    </Section>
  );
}
