import { Problem } from '../problem.ts';
import type { Caller } from './key.ts';
import type { Scope } from './scopes.ts';

/**
 * What a verb does with the data of a workspace, and the scopes that a key needs for it: all of
 * those listed. A verb calls {@link authorize} for each action that it carries out, so an action is
 * refused whichever route leads to it.
 */
export const ACTIONS = {
  /** Stores a message. */
  storeMessage: ['messages:write'],
  /** Reads conversations and messages, and the emotions and moods that were read from them. */
  readMessages: ['messages:read'],
  /** Makes a booking or a waitlist entry part of a conversation, which may get its customer by it. */
  joinConversation: ['messages:write'],
  correctEmotion: ['admin'],

  /** Reads a customer with the contact details. */
  readCustomer: ['messages:read'],
  /** Searches the guest book. Lists of conversations name every customer to the same keys. */
  listCustomers: ['messages:read'],
  /** Reads how often a customer came, did not come or cancelled late. */
  readAttendance: ['bookings:read'],
  /** Reads and writes what the staff note about a customer. */
  useStaffNotes: ['customers:notes'],
  /** Changes a customer, and answers with the whole of it. */
  changeCustomer: ['customers:write', 'messages:read'],
  /** Makes one customer of two, which replaces contact details of the first. */
  mergeCustomers: ['customers:write', 'messages:read'],
  /** Replaces or removes a name, an email address or a telephone number. */
  replaceContacts: ['customers:write'],
  /** Reads everything about a customer, so it needs what each part of the export needs. */
  exportCustomer: ['messages:read', 'bookings:read'],
  eraseCustomer: ['admin'],

  /** Makes, changes and ends bookings and waitlist entries. */
  writeBookings: ['bookings:write'],
  /** Reads bookings with their notes and the names and tags of their guests, timelines, and waitlists. */
  readBookings: ['bookings:read'],
  /**
   * Books past the limits of one guest, more resources by hand than the party needs, and other stays.
   * Breaks rules of the venue on purpose, and seats parties that come without a booking.
   */
  bookAsStaff: ['bookings:staff'],
  /** Approves and declines requests, and undoes either. */
  answerRequests: ['bookings:staff'],
  /** Blocks tables, areas or the whole venue, and ends blocks. The answers name bookings in the way. */
  blockPlaces: ['bookings:staff'],
  /** Says who may not book, and reads why. */
  refuseGuests: ['bookings:staff'],
  /** Reads how bookings ended, by the mood of their conversations. */
  readOutcomes: ['bookings:read', 'messages:read'],

  /** Reads venues, resources and free slots. */
  readVenues: ['bookings:read'],
  /** Changes venues. The answers name the bookings that a change affects. */
  manageVenues: ['admin'],
  /** Creates the URL of a calendar, at which bookings are read without a key. */
  shareCalendar: ['admin', 'bookings:read'],
  /** Manages webhooks; their events also need the action that reads the same data. */
  manageWebhooks: ['admin'],
  manageRetention: ['admin'],
  manageJobs: ['admin'],
  manageKeys: ['admin'],
  /** Reads the limits of the workspace, which each of its programs has to keep. */
  readLimits: [],
  /** Opens a session of the console, and reads what it may do. */
  useConsole: [],
  /** Reads how long requests of the workspace took, and what of its work is waiting. */
  readOperations: [],
  /** Reads the same of the whole platform, and changes its settings. */
  readPlatform: ['operator'],
} as const satisfies Record<string, readonly Scope[]>;
export type Action = keyof typeof ACTIONS;

/** The first scope of an action that the caller's key lacks; undefined if it has all. */
function lackingFor(caller: Pick<Caller, 'scopes'>, action: Action): Scope | undefined {
  const needed: readonly Scope[] = ACTIONS[action];
  return needed.find((scope) => !caller.scopes.includes(scope));
}

/** Whether the caller's key has the scopes of an action. */
export function may(caller: Pick<Caller, 'scopes'>, action: Action): boolean {
  return lackingFor(caller, action) === undefined;
}

/** @throws Problem scope_missing when the caller's key lacks a scope of an action */
export function authorize(caller: Pick<Caller, 'scopes'>, action: Action): void {
  const scope = lackingFor(caller, action);
  if (scope !== undefined) throw scopeMissing(scope);
}

/** The problem of a key that lacks a scope (RFC 6750, 3.1). */
export function scopeMissing(scope: Scope): Problem {
  return new Problem('scope_missing', {
    detail: `This request needs the scope ${scope}.`,
    headers: { 'WWW-Authenticate': `Bearer error="insufficient_scope", scope="${scope}"` },
  });
}

/** Who makes a request, and what the SQL functions that store its parts may do on its behalf. */
export interface Requester {
  /** The id of the API key. */
  readonly key: string;
  /** Whether contact details may be replaced. */
  readonly contacts: boolean;
  /** Whether the rules for guests do not apply. */
  readonly staff: boolean;
  /**
   * The Worker knows every word of refusal_word_v1. Workers of earlier versions do not send it, and get
   * the words that they know. The next release drops it.
   */
  readonly reasons: true;
}

export function requesterOf(caller: Caller): Requester {
  return {
    key: caller.keyId,
    contacts: may(caller, 'replaceContacts'),
    staff: may(caller, 'bookAsStaff'),
    reasons: true,
  };
}
