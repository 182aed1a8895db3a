/** Which settings mattered in the shown sweep, as the advisor finds it. */
import { useTranslations } from "use-intl";
import { useSweep } from "../_charts/use-marks.ts";

const UNCLEAR_FROM = 0.05;

export function ImportanceBars() {
  const t = useTranslations("hparams");
  const sweep = useSweep();
  const importance = sweep?.importance;
  return (
    <section aria-label={t("importance")} data-testid="importance" className="min-w-0">
      <h2 className="flex min-h-9 items-center gap-2 pt-3 font-semibold">
        {t("importance")}
        {sweep !== null && <bdi className="truncate font-normal text-2xs text-ink-faint">{sweep.title}</bdi>}
      </h2>
      {importance === undefined ? (
        <p className="text-ink-soft">{t("noImportance")}</p>
      ) : (
        <>
          <p className="mb-2 text-ink-soft">{importance.headline}</p>
          <dl className="grid grid-cols-[minmax(4rem,auto)_1fr_auto] items-center gap-x-3 gap-y-1">
            {importance.settings.map(({ setting, share, chance, movedWith }) => {
              const isClear = chance < UNCLEAR_FROM;
              return (
                <div key={setting} className="contents">
                  <dt className={`truncate ${isClear ? "" : "text-ink-faint"}`}>
                    <bdi>{setting}</bdi>
                  </dt>
                  <dd className="h-2 overflow-hidden rounded-full bg-sunken">
                    <span
                      className={`block h-full rounded-full ${isClear ? "bg-accent" : "bg-line-strong"}`}
                      style={{ width: `${share * 100}%` }}
                    />
                  </dd>
                  <dd className={`text-right text-2xs ${isClear ? "text-ink-soft" : "text-ink-faint"}`}>
                    {t(isClear ? "share" : "shareByChance", { percent: Math.round(share * 100) })}
                    {movedWith !== null && ` · ${t("movedWith", { setting: movedWith })}`}
                  </dd>
                </div>
              );
            })}
          </dl>
          {importance.notes.map((note) => (
            <p key={note} className="mt-2 text-2xs text-ink-soft">
              <bdi>{note}</bdi>
            </p>
          ))}
        </>
      )}
    </section>
  );
}
