/** Puts a text on the clipboard, and says for a moment that it did. */
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { copyText } from "../_ui/copy.ts";

const SAID_FOR_MS = 1500;

interface CopyButtonProps {
  readonly name: string;
  readonly text: string;
}

export function CopyButton({ name, text }: CopyButtonProps) {
  const t = useTranslations("app");
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    if (!(await copyText(text))) return;
    setCopied(true);
    setTimeout(() => setCopied(false), SAID_FOR_MS);
  };
  const Icon = isCopied ? Check : Copy;
  return (
    <button
      type="button"
      aria-label={isCopied ? t("copied") : name}
      title={name}
      onClick={() => void copy()}
      className="grid size-6 shrink-0 place-items-center rounded text-ink-faint hover:bg-hover hover:text-ink"
    >
      <Icon size={14} aria-hidden="true" />
    </button>
  );
}
