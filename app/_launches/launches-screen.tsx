/** Launches: what runs and what waits, the console of one, the form for more, and the machine they share. */
import { Cpu, List, LogIn, Plus, X } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { openLaunchForm } from "../_state/launch-draft.ts";
import { followLaunches, refreshLaunches, useLaunches } from "../_state/launches.ts";
import { useSession } from "../_state/session.ts";
import { setView, useView } from "../_state/view.ts";
import { copyText } from "../_ui/copy.ts";
import { IconButton } from "../_ui/icon-button.tsx";
import { TextButton } from "../_ui/text-button.tsx";
import { LaunchDetails } from "./launch-details.tsx";
import { LaunchForm } from "./launch-form.tsx";
import { LaunchList } from "./launch-list.tsx";
import { MachinePane } from "./machine-pane.tsx";
import { QueueBar } from "./queue-bar.tsx";

export function LaunchesScreen() {
  const t = useTranslations("launches");
  const session = useSession((state) => state.session);
  const answer = useLaunches((state) => state.answer);
  const error = useLaunches((state) => state.error);
  const pane = useView((view) => view.launchPane);
  const opened = useView((view) => view.launch);
  useEffect(followLaunches, []);
  if (session !== null && !session.maySay) return <LoginHelp />;
  return (
    <section aria-label={t("title")} className="flex min-h-0 flex-1 flex-col" data-testid="launches">
      <div className="flex shrink-0 flex-wrap items-center gap-1 border-line border-b px-3 py-1.5">
        <TextButton
          text={t("list")}
          icon={List}
          isPressed={pane === "list"}
          onClick={() => setView({ launchPane: "list" })}
        />
        {session?.mayLaunch === true && (
          <TextButton
            text={t("new")}
            icon={Plus}
            isPressed={pane === "new"}
            onClick={() => openLaunchForm({ kind: "sweep" })}
          />
        )}
        <TextButton
          text={t("machine")}
          icon={Cpu}
          isPressed={pane === "machine"}
          onClick={() => setView({ launchPane: "machine" })}
        />
        {answer !== null && <QueueBar answer={answer} />}
      </div>
      <Said />
      {error !== null && (
        <p role="alert" className="shrink-0 px-4 py-1.5 text-red">
          {error}
        </p>
      )}
      {answer?.problem != null && (
        <p role="alert" className="shrink-0 px-4 py-1.5 text-red">
          {answer.problem}
        </p>
      )}
      {pane === "new" && <LaunchForm />}
      {pane === "machine" && <MachinePane />}
      {pane === "list" && answer !== null && (
        <div className="flex min-h-0 flex-1 max-lg:flex-col">
          <LaunchList answer={answer} opened={opened} />
          {opened !== null && <LaunchDetails id={opened} answer={answer} />}
        </div>
      )}
    </section>
  );
}

/** What the last wish did, until it is put away. */
function Said() {
  const t = useTranslations("app");
  const said = useLaunches((state) => state.said);
  if (said === null) return null;
  return (
    <p
      role={said.isError ? "alert" : "status"}
      data-testid="said"
      className={`flex shrink-0 items-center border-line border-b px-4 py-1 ${said.isError ? "text-red" : "text-ink-soft"}`}
    >
      <span className="mr-auto">{said.text}</span>
      <IconButton icon={X} name={t("close")} onClick={() => useLaunches.setState({ said: null })} />
    </p>
  );
}

const LOGIN_COMMAND = "tuneboard login";

function LoginHelp() {
  const t = useTranslations("launches.login");
  const tApp = useTranslations("app");
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => setCopied(await copyText(LOGIN_COMMAND));
  return (
    <Centre>
      <h2 className="mb-2 flex items-center gap-2 font-semibold text-lg">
        <LogIn size={18} aria-hidden="true" />
        {t("title")}
      </h2>
      <p className="text-ink-soft">{t("why")}</p>
      <ol className="my-4 list-decimal space-y-2 pl-5">
        <li>
          {t("command")}
          <span className="my-1 flex w-max items-center gap-2 rounded border border-line bg-panel py-1 pr-1 pl-3">
            <code className="font-mono text-xs">{LOGIN_COMMAND}</code>
            <TextButton text={isCopied ? tApp("copied") : t("copy")} onClick={() => void copy()} />
          </span>
        </li>
        <li>{t("open")}</li>
      </ol>
      <p className="mb-4 text-ink-soft">{t("first")}</p>
      <button
        type="button"
        onClick={() => void refreshLaunches()}
        className="h-8 rounded bg-accent px-3 font-medium text-on-accent"
      >
        {t("again")}
      </button>
    </Centre>
  );
}

export function Centre({ children }: { readonly children: ReactNode }) {
  return (
    <div className="min-h-0 min-w-0 flex-1 overflow-y-auto">
      <div className="mx-auto mt-[10vh] mb-8 max-w-xl px-6">{children}</div>
    </div>
  );
}
