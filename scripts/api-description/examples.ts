/**
 * An example request of an operation. `{name}` stands for an id or a time and may occur anywhere in
 * it. The description replaces it by a recorded value, and tests replace it by the id of an
 * existing row.
 */
export interface ExampleRequest {
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: unknown;
  /** The name to fill in for a path parameter, if it is not the name of the parameter. */
  readonly use?: Readonly<Record<string, string>>;
}

const year = { from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z' };

/** One example for each operation, in an order in which all of them succeed. */
export const EXAMPLES: Readonly<Record<string, ExampleRequest>> = {
  storeMessage: {
    body: {
      role: 'customer',
      text: 'Could we get the table by the window again?',
      customer: { id: '{customerId}', name: 'Ines' },
    },
  },
  listMessages: { query: { limit: 20 } },
  correctEmotion: { body: { label: 'joy' } },
  showConversation: {},
  showConversationEmotions: { query: { role: 'customer' } },
  listConversations: { query: { customer: '{customerId}', limit: 20 } },
  showWorkspaceEmotions: { query: { ...year, interval: 'day', timeZone: 'Europe/Paris' } },
  showCustomer: {},
  listCustomers: { query: { name: 'ine', limit: 20 } },
  changeCustomer: { body: { tags: ['regular'], preferences: 'A table by the window.' } },
  showCustomerEmotions: {},
  refuseCustomer: { body: { reason: 'Left without paying.' } },
  admitCustomer: {},
  exportCustomer: {},
  showLimits: {},
  showLatency: { query: { operation: 'store_message', interval: 'hour' } },
  showMetrics: {},
  showStatus: {},
  showStatusHistory: {},
  showBacklog: {},
  showServiceLevels: {},
  planMaintenance: {
    body: {
      from: '2026-12-01T03:00:00Z',
      to: '2026-12-01T04:00:00Z',
      reason: 'move to a larger database',
    },
  },
  cancelMaintenance: {},
  createKey: { body: { name: 'back office', scopes: ['admin'] } },
  listKeys: {},
  revokeKey: {},
  createVenue: {
    body: {
      name: 'Chez Nous',
      timeZone: 'Europe/Paris',
      slotInterval: 15,
      leadTime: 60,
      followUps: { reminders: [1440, 120] },
    },
  },
  listVenues: {},
  showVenue: {},
  changeVenue: { body: { leadTime: 5 } },
  setHours: {
    use: { venueId: 'spareVenueId' },
    body: {
      weekly: [
        { weekday: 'friday', opens: '12:00', closes: '15:00' },
        { weekday: 'friday', opens: '18:00', closes: '01:00' },
      ],
      exceptions: [{ date: '2026-12-25', periods: [] }],
    },
  },
  searchAvailability: { query: { from: '{date}', to: '{date}', partySize: 2 } },
  addResource: { body: { name: 'Table 9', maxParty: 4, area: 'terrace' } },
  listResources: {},
  changeResource: { body: { name: 'Table 1', priority: 2 } },
  addCombination: { body: { resourceIds: ['{resourceId}', '{otherResourceId}'], maxParty: 8 } },
  deleteCombination: {},
  createBlock: {
    body: {
      resourceIds: ['{blockedResourceId}'],
      from: '{date}T02:00',
      to: '{date}T05:00',
      repeat: 'FREQ=WEEKLY',
      reason: 'the floor is being polished',
    },
  },
  listBlocks: {},
  deleteBlock: {},
  deleteResource: { use: { resourceId: 'spareResourceId' } },
  deleteVenue: { use: { venueId: 'spareVenueId' } },
  createBooking: {
    body: {
      venueId: '{venueId}',
      start: '{start}',
      partySize: 2,
      customer: { id: 'guest-8', name: 'Noor', email: 'noor@example.com' },
      notes: 'A high chair, please.',
    },
  },
  listBookings: { query: { venueId: '{venueId}', date: '{date}' } },
  showBooking: {},
  showTimeline: {},
  showVenueReport: { query: { from: '{date}', to: '{date}' } },
  changeBooking: { body: { notes: 'By the window.' } },
  rescheduleBooking: { body: { start: '{laterStart}', resourceIds: ['{blockedResourceId}'] } },
  seatBooking: { body: { actor: 'Maria' } },
  finishBooking: { body: { actor: 'Maria' } },
  undoBooking: { body: { actor: 'Maria' } },
  confirmBooking: { use: { bookingId: 'heldBookingId' }, body: { actor: 'Maria' } },
  markLate: {
    use: { bookingId: 'heldBookingId' },
    body: { expectedAt: '{start}', actor: 'Maria' },
  },
  cancelBooking: { use: { bookingId: 'heldBookingId' }, body: { reason: 'ill' } },
  approveBooking: { use: { bookingId: 'requestedBookingId' }, body: { actor: 'Maria' } },
  declineBooking: {
    use: { bookingId: 'otherRequestedBookingId' },
    body: { reason: 'We are closed for a wedding that evening.', actor: 'Maria' },
  },
  markNoShow: { use: { bookingId: 'pastBookingId' }, body: { actor: 'Maria' } },
  createSeries: {
    body: {
      ...{
        venueId: '{venueId}',
        start: '{date}T10:00',
        repeat: 'FREQ=WEEKLY;COUNT=3',
        partySize: 2,
      },
      customer: { id: 'guest-8' },
      missing: 'report',
    },
  },
  showSeries: {},
  cancelSeries: { body: { reason: 'moved away', actor: 'Maria' } },
  showOutcomes: { query: { from: '2026-11-01T00:00:00Z', to: '2026-12-31T00:00:00Z' } },
  createWebhook: {
    body: { url: 'https://example.com/webhooks', events: ['booking.confirmed'] },
  },
  listWebhooks: {},
  showWebhook: {},
  changeWebhook: { body: { description: 'the till' } },
  verifyWebhook: {},
  testWebhook: { use: { webhookId: 'activeWebhookId' } },
  rotateWebhookSecret: { body: { overlapHours: 1 } },
  listWebhookDeliveries: {},
  deleteWebhook: {},
  listDeadJobs: {},
  redeliverJob: { use: { jobId: 'deadJobId' } },
  joinWaitlist: {
    body: {
      earliest: '{start}',
      latest: '{laterStart}',
      partySize: 2,
      customer: { id: 'guest-9', phone: '+33 1 23 45 67 89' },
    },
  },
  listWaitlist: { query: { state: 'waiting' } },
  showFloor: { query: { date: '{date}' } },
  acceptOffer: { use: { entryId: 'offeredEntryId' } },
  leaveWaitlist: {},
  showBookingCalendar: {},
  createVenueCalendar: {},
  deleteVenueCalendar: {},
  setRetention: { body: { conversationsDays: 365, bookingsDays: null } },
  showRetention: {},
  mergeCustomers: { use: { customerId: 'spareCustomerId' }, body: { into: '{customerId}' } },
  // These are the last examples, because the first of them erases the customer of the earlier ones.
  eraseCustomer: {},
  showErasure: {},
};

/** Fills each `{name}` of an example; a name that is not known stays as it is. */
export function fillExample<Value>(value: Value, names: Readonly<Record<string, string>>): Value {
  const text = JSON.stringify(value).replace(
    /\{(\w+)\}/g,
    (all, name: string) => names[name] ?? all,
  );
  return JSON.parse(text);
}
