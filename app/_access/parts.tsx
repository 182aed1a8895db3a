/** Parts of the sheet on access that its sections have in common. */
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { copyText } from "../_ui/copy.ts";
import { TextButton } from "../_ui/text-button.tsx";

interface SectionProps {
  readonly title: string;
  readonly why: string;
  readonly error: string | null;
  readonly children: ReactNode;
}

export function Section({ title, why, error, children }: SectionProps) {
  return (
    <section aria-label={title} className="border-line border-t pt-4">
      <h3 className="font-semibold">{title}</h3>
      <p className="mb-2 text-2xs text-ink-soft">{why}</p>
      {children}
      {error !== null && (
        <p role="alert" className="mt-1 text-red">
          {error}
        </p>
      )}
    </section>
  );
}

interface ToCopyProps {
  readonly text: string;
  readonly hint: string;
}

/** A secret that is shown once, to be copied. */
export function ShownOnce(props: ToCopyProps) {
  return (
    <div role="status" data-testid="shown-once">
      <ToCopy {...props} />
    </div>
  );
}

export function ToCopy({ text, hint }: ToCopyProps) {
  const t = useTranslations("app");
  const tAccess = useTranslations("access");
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => setCopied(await copyText(text));
  return (
    <div className="mt-2 rounded border border-line-strong bg-canvas p-2">
      <p className="text-2xs text-ink-soft">{hint}</p>
      <div className="flex items-center gap-2">
        <code className="min-w-0 flex-1 wrap-anywhere font-mono text-xs">{text}</code>
        <TextButton text={isCopied ? t("copied") : tAccess("copy")} onClick={() => void copy()} />
      </div>
    </div>
  );
}

interface LineFormProps {
  readonly action: string;
  readonly isDisabled?: boolean;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

/** Fields on a line, and the button that sends them. */
export function LineForm({ action, isDisabled = false, onSubmit, children }: LineFormProps) {
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form onSubmit={submit} className="mt-2 flex flex-wrap items-center gap-2">
      {children}
      <button
        type="submit"
        disabled={isDisabled}
        className="h-7 rounded bg-accent px-3 font-medium text-on-accent disabled:opacity-50"
      >
        {action}
      </button>
    </form>
  );
}

export const FIELD =
  "h-7 min-w-0 rounded border border-line bg-canvas px-2 placeholder:text-ink-faint hover:border-line-strong focus:border-accent focus:outline-none";
