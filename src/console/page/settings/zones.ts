/** The time zones that the browser knows; the browser's own one comes first. */
export function timeZones(): readonly string[] {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const all = Intl.supportedValuesOf('timeZone');
  return [...new Set([own, 'UTC', ...all])];
}
