/** A telephone number that customers are searched by. */
export interface SearchedPhone {
  /** Its digits in the ways in which it is commonly written; see find_customers_v1. */
  readonly digits: readonly string[];
  /** Whether a stored number, as the guest or the staff have written it, is this number. */
  isSame(stored: string): boolean;
}

/**
 * Reads a telephone number that customers are searched by.
 * @param country the country (ISO 3166-1 alpha-2) of a number without a country code
 * @returns undefined for a text that is no telephone number, or has neither a country code nor a country
 */
export async function readPhone(
  text: string,
  country?: string,
): Promise<SearchedPhone | undefined> {
  // The metadata of all countries is loaded with the first number, so that a Worker which reads none
  // starts faster.
  const { parsePhone } = await import('./phone-parser.ts');
  const wanted = parsePhone(text, { country });
  if (wanted === undefined) return undefined;
  const { number, countryCallingCode: code, nationalNumber } = wanted;
  const national = wanted.formatNational().replaceAll(/\D/g, '');
  const digits = [
    `${code}${nationalNumber}`,
    `00${code}${nationalNumber}`,
    // +44 (0)20 …
    `${code}${national}`,
    national,
    nationalNumber,
  ];
  return {
    digits: [...new Set(digits)],
    // A stored number without a country code is read as one of the same country.
    isSame: (stored) =>
      parsePhone(stored, { country: wanted.country, callingCode: code })?.number === number,
  };
}
