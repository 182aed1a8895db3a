/** The head of a dialog: what it is called, and how to close it. */
import { X } from "lucide-react";
import { useTranslations } from "use-intl";
import { IconButton } from "./icon-button.tsx";

interface SheetTitleProps {
  readonly text: string;
  readonly onClose: () => void;
  readonly className?: string;
}

export function SheetTitle({ text, onClose, className = "" }: SheetTitleProps) {
  const t = useTranslations("app");
  return (
    <div className={`flex items-start ${className}`}>
      <h2 className="mr-auto font-semibold text-base">{text}</h2>
      <IconButton icon={X} name={t("close")} onClick={onClose} />
    </div>
  );
}
