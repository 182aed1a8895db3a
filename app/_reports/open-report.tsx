/** One report: read or written, with what can be done with it above. */
import { ArrowLeft, Download, Link, Printer, Redo2, Snowflake, Undo2 } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Frozen } from "../../lib/report/parts.ts";
import { questionOf } from "../../lib/report/question.ts";
import { useSession } from "../_state/session.ts";
import { setView } from "../_state/view.ts";
import { copyText } from "../_ui/copy.ts";
import { IconButton } from "../_ui/icon-button.tsx";
import { Popover } from "../_ui/popover.tsx";
import { Segmented } from "../_ui/segmented.tsx";
import { TextButton } from "../_ui/text-button.tsx";
import { describe, exportAddress, freezeData } from "./api.ts";
import { Shown } from "./block-editor.tsx";
import { type Draft, isChanged } from "./draft.ts";
import { ReportEditor } from "./report-editor.tsx";
import { ReportPage } from "./report-page.tsx";
import { type OpenReport as Opened, useDraft } from "./use-draft.ts";

interface OpenReportProps {
  readonly id: string;
  /** It was just made: one wants to write. */
  readonly isNew: boolean;
}

export function OpenReport({ id, isNew }: OpenReportProps) {
  const opened = useDraft(id);
  const [isWriting, setWriting] = useState(isNew);
  const maySay = useSession(({ session }) => session?.maySay ?? false);
  const { draft, error } = opened;
  return (
    <div className="flex min-h-0 flex-1 flex-col print:block">
      <Bar opened={opened} id={id} isWriting={isWriting && maySay} onWriting={setWriting} mayWrite={maySay} />
      {draft?.theirs != null && <Conflict opened={opened} draft={draft} />}
      <div data-scrolls="" className="min-h-0 flex-1 overflow-y-auto print:overflow-visible">
        {draft === null && error !== null && (
          <p role="alert" className="p-6 text-center text-ink-soft">
            {error}
          </p>
        )}
        {draft !== null &&
          (isWriting && maySay ? (
            <ReportEditor text={draft.text} change={opened.change} undo={opened.undo} redo={opened.redo} />
          ) : (
            <ReportPage report={{ ...draft.saved, ...draft.text }}>
              {(block) => <Shown block={block} language={draft.text.language} />}
            </ReportPage>
          ))}
      </div>
    </div>
  );
}

interface BarProps {
  readonly opened: Opened;
  readonly id: string;
  readonly isWriting: boolean;
  readonly onWriting: (isWriting: boolean) => void;
  readonly mayWrite: boolean;
}

function Bar({ opened, id, isWriting, onWriting, mayWrite }: BarProps) {
  const t = useTranslations("reports");
  const { draft, error, isSaving } = opened;
  const [note, setNote] = useState("");
  const copyLink = async (): Promise<void> =>
    setNote((await copyText(location.href)) ? t("linkCopied") : location.href);
  const freezeAll = async (): Promise<void> => {
    if (draft === null) return;
    try {
      const frozen = new Map<string, Frozen>();
      for (const block of draft.text.blocks) {
        if (block.kind === "text" || block.frozen !== null) continue;
        frozen.set(block.id, await freezeData(questionOf(block)));
      }
      opened.change((text) => ({
        ...text,
        blocks: text.blocks.map((block) =>
          block.kind === "text" ? block : { ...block, frozen: frozen.get(block.id) ?? block.frozen },
        ),
      }));
    } catch (reason) {
      setNote(describe(reason));
    }
  };
  const state =
    draft === null
      ? ""
      : error !== null
        ? t("failed", { because: error })
        : isSaving
          ? t("saving")
          : isChanged(draft)
            ? t("waiting")
            : t("saved");
  return (
    <div className="flex min-h-10 shrink-0 flex-wrap items-center gap-1 border-line border-b px-2 text-xs print:hidden">
      <IconButton icon={ArrowLeft} name={t("back")} onClick={() => setView({ report: null })} />
      {mayWrite && (
        <Segmented
          name={t("title")}
          value={isWriting ? "write" : "read"}
          choices={[
            { value: "read", text: t("read") },
            { value: "write", text: t("edit") },
          ]}
          onChange={(value) => onWriting(value === "write")}
        />
      )}
      {isWriting && (
        <>
          <IconButton icon={Undo2} name={t("undo")} onClick={opened.undo} />
          <IconButton icon={Redo2} name={t("redo")} onClick={opened.redo} />
          <IconButton icon={Snowflake} name={t("freezeAll")} onClick={() => void freezeAll()} />
        </>
      )}
      <span
        role={error === null ? "status" : "alert"}
        data-testid="save-state"
        data-saved={draft !== null && error === null && !isSaving && !isChanged(draft)}
        className={`mr-auto min-w-0 truncate px-1 ${error === null ? "text-ink-faint" : "text-red"}`}
      >
        {note || state}
      </span>
      <IconButton icon={Link} name={t("link")} onClick={() => void copyLink()} />
      <IconButton icon={Printer} name={t("print")} onClick={() => window.print()} />
      <Popover
        name={t("download")}
        button={<Download size={15} strokeWidth={1.75} aria-hidden="true" />}
        buttonClass="grid size-7 place-items-center rounded text-ink-faint hover:bg-hover hover:text-ink"
        width={240}
      >
        {(close) => (
          <div className="-m-1.5">
            {(["html", "md"] as const).map((format) => (
              <a
                key={format}
                href={exportAddress(id, format)}
                download=""
                onClick={close}
                className="block rounded px-2 py-1.5 hover:bg-hover focus-visible:bg-hover"
              >
                {t(format === "html" ? "html" : "markdown")}
              </a>
            ))}
          </div>
        )}
      </Popover>
    </div>
  );
}

function Conflict({ opened, draft }: { readonly opened: Opened; readonly draft: Draft }) {
  const t = useTranslations("reports");
  const who = draft.theirs?.changedBy || t("somebody");
  const keep = async (): Promise<void> => setView({ report: await opened.keepCopy() });
  return (
    <div
      role="alert"
      data-testid="conflict"
      className="flex flex-wrap items-center gap-2 border-amber/40 border-b bg-amber/10 px-4 py-1.5 text-amber text-xs print:hidden"
    >
      <span className="mr-auto">{t("conflict", { who })}</span>
      <TextButton text={t("keepMine")} onClick={() => void keep()} />
      <TextButton text={t("takeTheirs")} onClick={opened.takeTheirs} />
    </div>
  );
}
