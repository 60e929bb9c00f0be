/**
 * A sign that a JSON text may have a value that JSON.parse changes: many digits, an exponent, the
 * key `__proto__`, or an escape of a character of that key. Most texts have none, and are then not
 * parsed twice.
 */
const SIGNS = /[\d.]{16}|[\s:,[]-?\d[\d.]{0,15}[eE]|__proto__|\\u00[5-7]/;

/** Stands for a number that cannot be kept. */
const INEXACT = Symbol('inexact');

/** A value that would not be stored as it was sent, and the rule that it breaks. */
interface Loss {
  readonly path: readonly (string | number)[];
  readonly rule: string;
}

/**
 * Finds the values of a JSON text that would not be stored as they were sent: numbers that a double
 * does not hold exactly (RFC 7493, 2.2), and values under the key `__proto__`. In a text that is not
 * JSON, or that nests deeper than the stack allows, it finds none; the validation of the body
 * refuses such a text.
 * @param field the field of the top-level object in which to look
 */
export function findLosses(text: string, field: string): Loss[] {
  // A key is written as it is, or with an escape. Most messages have neither, and no such field.
  const mayHaveField = text.includes(`"${field}"`) || text.includes('\\u');
  if (!mayHaveField || !SIGNS.test(text)) return [];
  try {
    const body: unknown = JSON.parse(text, (_, value: unknown, context?: { source?: string }) =>
      typeof value === 'number' && !isExact(value, context?.source) ? INEXACT : value,
    );
    const value = typeof body === 'object' && body !== null ? Reflect.get(body, field) : undefined;
    return lossesIn(value, [field]);
  } catch {
    return [];
  }
}

const INEXACT_NUMBER = 'must be a number that a double holds exactly (RFC 7493, 2.2)';
const FORBIDDEN_KEY = 'must have another key than __proto__';

function lossesIn(value: unknown, path: Loss['path']): Loss[] {
  if (value === INEXACT) return [{ path, rule: INEXACT_NUMBER }];
  if (Array.isArray(value)) return value.flatMap((each, at) => lossesIn(each, [...path, at]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    key === '__proto__'
      ? [{ path: [...path, key], rule: FORBIDDEN_KEY }]
      : lossesIn(each, [...path, key]),
  );
}

/**
 * Whether a number is written again as the same number: 0.1, 1.0 and 1e2 are, 9007199254740993 and
 * 1e999 are not.
 */
function isExact(value: number, source = String(value)): boolean {
  return decimal(source) === decimal(String(value));
}

/** The digits of a number without zeros around them, and its exponent: `15e2` for 1500 and 1.50e3. */
function decimal(number: string): string {
  const [mantissa = '', exponent = '0'] = number.replace(/^-/, '').toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const digits = whole + fraction;
  let [from, to] = [0, digits.length];
  while (digits[from] === '0') from += 1;
  while (to > from && digits[to - 1] === '0') to -= 1;
  if (from === to) return '0';
  return `${digits.slice(from, to)}e${Number(exponent) - fraction.length + digits.length - to}`;
}
