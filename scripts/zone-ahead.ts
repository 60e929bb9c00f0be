/** A time zone for each offset from UTC, from -11 to +12 hours. None of them has a summer time. */
const ZONES = [
  ...['Pacific/Pago_Pago', 'Pacific/Honolulu', 'Pacific/Gambier', 'Pacific/Pitcairn'],
  ...['America/Phoenix', 'America/Costa_Rica', 'America/Lima', 'America/Puerto_Rico'],
  ...['America/Argentina/Buenos_Aires', 'America/Noronha', 'Atlantic/Cape_Verde'],
  ...['Africa/Abidjan', 'Africa/Lagos', 'Africa/Johannesburg', 'Africa/Nairobi', 'Asia/Dubai'],
  ...['Asia/Tashkent', 'Asia/Dhaka', 'Asia/Bangkok', 'Asia/Singapore', 'Asia/Tokyo'],
  ...['Australia/Brisbane', 'Pacific/Noumea', 'Pacific/Tarawa'],
];

/**
 * A time zone without summer time that is so many whole hours ahead of UTC.
 * @param hours from -11 to 12
 */
export function zoneAhead(hours: number): string {
  const timeZone = ZONES[hours + 11];
  if (timeZone === undefined) throw new Error(`no time zone is ${hours} hours from UTC`);
  return timeZone;
}
