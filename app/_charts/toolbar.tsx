/** What holds for all charts: which tags, which axis, how smooth. */
import type { RefObject } from "react";
import { useTranslations } from "use-intl";
import type { XAxis } from "../../lib/core/api.ts";
import { findTagFilter } from "../../lib/listing/name-filter.ts";
import { MAX_SMOOTHING } from "../_state/charts-view.ts";
import { useLive } from "../_state/live.ts";
import { useFilterProblem } from "../_state/use-filter-problem.ts";
import { setView, useView } from "../_state/view.ts";
import { Segmented } from "../_ui/segmented.tsx";
import { SwitchButton } from "../_ui/switch-button.tsx";
import { TextField } from "../_ui/text-field.tsx";
import { AxesPopover } from "./axes-popover.tsx";
import { OwnChartsPopover } from "./own-charts-popover.tsx";

const NO_TAGS: readonly string[] = [];

export function Toolbar({ tagFilterInput }: { readonly tagFilterInput: RefObject<HTMLInputElement | null> }) {
  const t = useTranslations("toolbar");
  const tApp = useTranslations("app");
  const tagFilter = useView((view) => view.tagFilter);
  const x = useView((view) => view.x);
  const logY = useView((view) => view.logY);
  const tags = useLive((live) => live.answer?.tags ?? NO_TAGS);
  const problem = useFilterProblem(findTagFilter(tagFilter, tags));
  return (
    <div
      role="toolbar"
      aria-label={tApp("charts")}
      className="@container flex flex-wrap items-center gap-x-2 gap-y-1 py-2 max-sm:flex-nowrap max-sm:overflow-x-auto max-sm:px-2"
    >
      <TextField
        name={t("tagFilter")}
        clearName={tApp("close")}
        value={tagFilter}
        onChange={(text) => setView({ tagFilter: text })}
        inputRef={tagFilterInput}
        error={problem}
        className="w-36 sm:@max-3xl:w-24 2xl:w-44 max-sm:shrink-0"
      />
      <Segmented
        name={t("x")}
        value={x}
        choices={[
          { value: "step", text: t("step") },
          { value: "relative", text: t("relative") },
          { value: "wall", text: t("wall") },
          ...otherAxis(x, t),
        ]}
        // A zoom is in units of the axis that it was made on.
        onChange={(value) => setView({ x: value, zooms: new Map(), xLimits: [null, null] })}
      />
      <Smoothing />
      <SwitchButton
        text={t("logY")}
        hint={t("logYHint")}
        isOn={logY}
        onChange={(isOn) => setView({ logY: isOn, zooms: dropY() })}
      />
      <AxesPopover />
      <OwnChartsPopover />
    </div>
  );
}

/** An axis that is chosen in "Axes & smoothing" stands here as long as it is. */
function otherAxis(x: XAxis, t: ReturnType<typeof useTranslations<"toolbar">>) {
  if (x === "step" || x === "relative" || x === "wall") return [];
  return [{ value: x, text: x === "samples" ? t("samples") : x.slice("tag:".length) }];
}

/** The zooms without their vertical part, whose units the logarithm changes. */
function dropY() {
  const zooms = useView.getState().zooms;
  return new Map(
    [...zooms].flatMap(([key, zoom]) => (zoom.x === null ? [] : [[key, { x: zoom.x, y: null }] as const])),
  );
}

/** TensorBoard's slider ends here; the box beside it goes up to what the engine takes. */
const SLIDER_MAX = 0.99;

function Smoothing() {
  const t = useTranslations("toolbar");
  const smoothing = useView((view) => view.smoothing);
  const set = (text: string): void => {
    const weight = Number(text);
    if (text !== "" && weight >= 0 && weight <= MAX_SMOOTHING) setView({ smoothing: weight });
  };
  return (
    <div className="flex h-7 shrink-0 items-center gap-2 text-ink-soft">
      <span aria-hidden="true">{t("smoothing")}</span>
      <input
        type="range"
        aria-label={t("smoothing")}
        min={0}
        max={SLIDER_MAX}
        step={0.01}
        value={Math.min(smoothing, SLIDER_MAX)}
        onChange={(event) => set(event.target.value)}
        className="w-24 accent-accent @max-3xl:w-12"
      />
      <input
        type="number"
        aria-label={t("smoothingExact")}
        min={0}
        max={MAX_SMOOTHING}
        step="any"
        // Uncontrolled while one writes: "0." on the way to 0.95 is no number yet.
        key={smoothing}
        defaultValue={smoothing}
        onBlur={(event) => set(event.target.value)}
        onKeyDown={(event) => event.key === "Enter" && set(event.currentTarget.value)}
        className="h-6 w-12 appearance-none rounded border border-transparent bg-transparent px-1 text-ink hover:border-line focus:border-accent focus:outline-none [&::-webkit-inner-spin-button]:appearance-none"
      />
    </div>
  );
}
