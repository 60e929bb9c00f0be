/**
 * Makes a text fit for an iCalendar file: each line break becomes `\n`, and the control characters
 * that a file must not have (RFC 5545, 3.1) become blanks.
 */
export function plainText(text: string): string {
  return text.replace(/\r\n?|[\u2028\u2029]/g, '\n').replace(/[^\P{Cc}\n\t]/gu, ' ');
}
