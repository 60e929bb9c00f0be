/** The time zones that the browser knows; the browser's own one comes first. */
export function timeZones(): readonly string[] {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const all = Intl.supportedValuesOf('timeZone');
  return [own, ...(all.includes('UTC') ? [] : ['UTC']), ...all.filter((each) => each !== own)];
}
