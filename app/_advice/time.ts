/** Moments as the advice panel shows them. */

/** The hour of a moment (seconds since the Unix epoch), and the day where it is not today. */
export function describeTime(seconds: number, locale: string): string {
  const time = new Date(1000 * seconds);
  const isToday = time.toDateString() === new Date().toDateString();
  const day = isToday ? {} : ({ month: "short", day: "numeric" } as const);
  return new Intl.DateTimeFormat(locale, { ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(time);
}
