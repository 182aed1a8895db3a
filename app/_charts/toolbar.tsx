/** What holds for all charts: which tags, which axis, how smooth. */
import type { RefObject } from "react";
import { useTranslations } from "use-intl";
import { parseNameFilter } from "../_state/name-filter.ts";
import { setView, useView } from "../_state/view.ts";
import { Segmented } from "../_ui/segmented.tsx";
import { SwitchButton } from "../_ui/switch-button.tsx";
import { TextField } from "../_ui/text-field.tsx";

/** TensorBoard's slider ends here; the number box goes up to what the engine takes. */
const SLIDER_MAX = 0.99;

export function Toolbar({ tagFilterInput }: { readonly tagFilterInput: RefObject<HTMLInputElement | null> }) {
  const t = useTranslations("toolbar");
  const tRuns = useTranslations("runs");
  const tApp = useTranslations("app");
  const { tagFilter, x, smoothing, logY, ignoreOutliers } = useView();
  const filter = parseNameFilter(tagFilter);
  return (
    <div
      role="toolbar"
      aria-label={tApp("charts")}
      className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2 max-sm:flex-nowrap max-sm:overflow-x-auto max-sm:px-2"
    >
      <TextField
        name={t("tagFilter")}
        clearName={tApp("close")}
        value={tagFilter}
        onChange={(text) => setView({ tagFilter: text })}
        inputRef={tagFilterInput}
        error={filter.kind === "broken" ? tRuns("filterBroken", { because: filter.because }) : null}
        className="w-44 max-sm:shrink-0"
      />
      <Segmented
        name={t("x")}
        value={x}
        choices={[
          { value: "step", text: t("step") },
          { value: "relative", text: t("relative") },
          { value: "wall", text: t("wall") },
        ]}
        // A zoom is in units of the axis that it was made on.
        onChange={(value) => setView({ x: value, zooms: new Map() })}
      />
      <label className="flex h-7 shrink-0 items-center gap-2 text-ink-soft">
        {t("smoothing")}
        <input
          type="range"
          min={0}
          max={SLIDER_MAX}
          step={0.01}
          value={Math.min(smoothing, SLIDER_MAX)}
          onChange={(event) => setView({ smoothing: Number(event.target.value) })}
          className="w-24 accent-accent"
        />
        <output className="w-9 text-ink">{smoothing}</output>
      </label>
      <SwitchButton
        text={t("logY")}
        hint={t("logYHint")}
        isOn={logY}
        onChange={(isOn) => setView({ logY: isOn, zooms: dropY() })}
      />
      <SwitchButton
        text={t("outliers")}
        hint={t("outliersHint")}
        isOn={ignoreOutliers}
        onChange={(isOn) => setView({ ignoreOutliers: isOn })}
      />
    </div>
  );
}

/** The zooms without their vertical part, whose units the logarithm changes. */
function dropY() {
  const zooms = useView.getState().zooms;
  return new Map(
    [...zooms].flatMap(([key, zoom]) => (zoom.x === null ? [] : [[key, { x: zoom.x, y: null }] as const])),
  );
}
