/** Path of a Chromium; null if there is none. Throws if `$TUNEBOARD_CHROMIUM` names something else. */
export function findChromium(): string | null;

/** As `findChromium`, but installs one if need be. */
export function findOrInstallChromium(): string;
