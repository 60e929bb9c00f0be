import type { Text } from './document.ts';

/** What stands where a figure is missing. */
export const NOT_MEASURED: Text = 'not measured';

/** A number with commas, and with the digits that a percentile within 1 % has. */
export function number(value: number): Text {
  const size = Math.abs(value);
  const maximumFractionDigits = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return value.toLocaleString('en-US', { maximumFractionDigits });
}

const known =
  (show: (value: number) => Text) =>
  (value: number | null | undefined): Text =>
    value === null || value === undefined ? NOT_MEASURED : show(value);

/** A number without its unit, which the head of its column has. */
export const figure = known(number);
export const ms = known((value) => `${number(value)} ms`);
export const percent = known((value) => `${number(value)} %`);
export const count = known((value) => value.toLocaleString('en-US', { maximumFractionDigits: 0 }));

/** `2026-11-27 01:02 UTC` */
export const time = (iso: string): Text =>
  `${new Date(iso).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** `2 d 3 h`, `3 h 4 min`, `5 min` or `6 s` */
export function duration(seconds: number): Text {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24];
  const parts = [
    [days, 'd'],
    [hours, 'h'],
    [minutes % 60, 'min'],
  ] as const;
  return parts.flatMap(([value, unit]) => (value === 0 ? [] : [`${value} ${unit}`])).join(' ');
}

export const timesOf = (times: number): Text => (times === 1 ? 'once' : `${count(times)} times`);
