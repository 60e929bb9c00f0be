import { getCountries, type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/min/metadata';

/**
 * Parses a telephone number with the metadata of all countries, in the smallest of the forms in which
 * libphonenumber-js has it. Import this module only where a number is parsed: readPhone does so when it
 * reads the first one.
 * @param of the country (ISO 3166-1 alpha-2) or the calling code of a number without a country code; an
 *   unknown country is none
 * @returns undefined for a text that is no telephone number
 */
export function parsePhone(
  text: string,
  of: { country?: string | undefined; callingCode?: string },
): PhoneNumber | undefined {
  const country = getCountries(metadata).find((each) => each === of.country);
  const defaults = {
    ...(country === undefined ? {} : { defaultCountry: country }),
    ...(of.callingCode === undefined ? {} : { defaultCallingCode: of.callingCode }),
  };
  return parsePhoneNumberFromString(text, { ...defaults, extract: false }, metadata);
}
