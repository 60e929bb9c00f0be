import { parsePhone } from '../../src/customers/phone-parser.ts';
import { emailSchema } from '../../src/platform/email-address.ts';
import { callerIdSchema, lineOfText } from '../../src/platform/schemas.ts';
import type { Columns } from './columns.ts';
import { parsed, RowRefused } from './refusals.ts';

/** Takes a field that was left out of a row, with the reason. */
export type LeaveOut = (field: string, reason: string) => void;

/** The name of a guest, in one line. */
export const readName = (text: string | undefined, field: string) =>
  text === undefined
    ? undefined
    : parsed(lineOfText(256), text.replaceAll(/\s+/g, ' ').normalize('NFC'), field);

/** The caller's own id of a customer. */
export const readCustomerId = (text: string, { customerIdPrefix }: Columns, field: string) =>
  parsed(callerIdSchema, (customerIdPrefix + text).normalize('NFC'), field);

/** A telephone number in E.164, such as +33140205050. */
export function readNumber(
  text: string | undefined,
  columns: Columns,
  field: string,
  leaveOut: LeaveOut,
): string | undefined {
  if (text === undefined) return undefined;
  const phone = parsePhone(text, { country: columns.phoneCountry });
  if (phone?.isPossible() && phone.ext === undefined) return phone.number;
  return invalid(columns, field, 'must be a telephone number', leaveOut);
}

/** An email address. */
export function readEmail(
  text: string | undefined,
  columns: Columns,
  field: string,
  leaveOut: LeaveOut,
): string | undefined {
  if (text === undefined || emailSchema.safeParse(text).success) return text;
  return invalid(columns, field, 'must be an email address', leaveOut);
}

function invalid(columns: Columns, field: string, reason: string, leaveOut: LeaveOut): undefined {
  if (columns.invalidContacts === 'refuse') throw new RowRefused(reason, field);
  leaveOut(field, reason);
}

/** The tags of a cell, each once. */
export function readTags(text: string | undefined, { tagSeparator }: Columns): string[] {
  const tags = (text ?? '').split(tagSeparator).map((tag) => tag.trim().normalize('NFC'));
  return [...new Set(tags.filter((tag) => tag !== ''))];
}
