/** A route with what a request to it needs; `{name}` stands for an id, anywhere in it. */
export interface Route {
  method: string;
  path: string;
  scope: string;
  body?: unknown;
  query?: string;
  /** Which of the things made for the test a path's id is, where its name does not say. */
  use?: Record<string, string>;
}

/** The route's path, query and body with the ids of things that are there. */
export function fillRoute(route: Route, ids: Readonly<Record<string, string>>) {
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => ids[route.use?.[name] ?? name] ?? name);
  return {
    method: route.method.toUpperCase(),
    path: fill(route.path + (route.query ?? '')),
    body: route.body === undefined ? undefined : JSON.parse(fill(JSON.stringify(route.body))),
  };
}

const range = '?from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z';

/** Every route of the API with the scope it needs; asserted to be all of them. */
export const ROUTES: readonly Route[] = [
  {
    method: 'post',
    path: '/v1/conversations/{conversationId}/messages',
    scope: 'messages:write',
    body: { role: 'customer', text: 'x' },
  },
  {
    method: 'get',
    path: '/v1/conversations/{conversationId}/messages',
    scope: 'messages:read',
  },
  {
    method: 'patch',
    path: '/v1/conversations/{conversationId}/messages/{messageId}/emotion',
    scope: 'admin',
    body: { label: 'joy' },
  },
  { method: 'get', path: '/v1/conversations/{conversationId}', scope: 'messages:read' },
  { method: 'get', path: '/v1/conversations/{conversationId}/emotions', scope: 'messages:read' },
  { method: 'get', path: '/v1/conversations', scope: 'messages:read' },
  {
    method: 'get',
    path: '/v1/emotions',
    scope: 'messages:read',
    query: range,
  },
  { method: 'get', path: '/v1/customers/{customerId}', scope: 'messages:read' },
  { method: 'get', path: '/v1/customers/{customerId}/emotions', scope: 'messages:read' },
  { method: 'get', path: '/v1/customers/{customerId}/export', scope: 'messages:read' },
  { method: 'post', path: '/v1/keys', scope: 'admin', body: { name: 'k', scopes: ['admin'] } },
  { method: 'get', path: '/v1/keys', scope: 'admin' },
  { method: 'delete', path: '/v1/keys/{keyId}', scope: 'admin' },
  {
    method: 'post',
    path: '/v1/venues',
    scope: 'admin',
    body: { name: 'Chez Vous', timeZone: 'Europe/Paris' },
  },
  { method: 'get', path: '/v1/venues', scope: 'bookings:read' },
  { method: 'get', path: '/v1/venues/{venueId}', scope: 'bookings:read' },
  { method: 'patch', path: '/v1/venues/{venueId}', scope: 'admin', body: { leadTime: 5 } },
  {
    method: 'put',
    path: '/v1/venues/{venueId}/hours',
    scope: 'admin',
    use: { venueId: 'spareVenueId' },
    body: { weekly: [{ weekday: 'monday', opens: '18:00', closes: '01:00' }] },
  },
  {
    method: 'get',
    path: '/v1/venues/{venueId}/availability',
    scope: 'bookings:read',
    query: '?from={date}&to={date}&partySize=2',
  },
  {
    method: 'post',
    path: '/v1/venues/{venueId}/resources',
    scope: 'admin',
    body: { name: 'T9', maxParty: 4 },
  },
  { method: 'get', path: '/v1/venues/{venueId}/resources', scope: 'bookings:read' },
  {
    method: 'patch',
    path: '/v1/venues/{venueId}/resources/{resourceId}',
    scope: 'admin',
    body: { name: 'T1', priority: 2 },
  },
  {
    method: 'post',
    path: '/v1/venues/{venueId}/combinations',
    scope: 'admin',
    body: { resourceIds: ['{resourceId}', '{otherResourceId}'], maxParty: 8 },
  },
  {
    method: 'delete',
    path: '/v1/venues/{venueId}/combinations/{combinationId}',
    scope: 'admin',
  },
  {
    method: 'delete',
    path: '/v1/venues/{venueId}/resources/{resourceId}',
    scope: 'admin',
    use: { resourceId: 'spareResourceId' },
  },
  {
    method: 'delete',
    path: '/v1/venues/{venueId}',
    scope: 'admin',
    use: { venueId: 'spareVenueId' },
  },
  {
    method: 'post',
    path: '/v1/bookings',
    scope: 'bookings:write',
    body: { venueId: '{venueId}', start: '{start}', partySize: 2, customer: { id: 'walk-in' } },
  },
  {
    method: 'get',
    path: '/v1/bookings',
    scope: 'bookings:read',
    query: '?venueId={venueId}&date={date}',
  },
  { method: 'get', path: '/v1/bookings/{bookingId}', scope: 'bookings:read' },
  { method: 'get', path: '/v1/bookings/{bookingId}/timeline', scope: 'bookings:read' },
  {
    method: 'patch',
    path: '/v1/bookings/{bookingId}',
    scope: 'bookings:write',
    body: { notes: 'by the window' },
  },
  {
    method: 'post',
    path: '/v1/bookings/{bookingId}/reschedule',
    scope: 'bookings:write',
    body: { start: '{laterStart}' },
  },
  { method: 'post', path: '/v1/bookings/{bookingId}/seat', scope: 'bookings:write' },
  { method: 'post', path: '/v1/bookings/{bookingId}/finish', scope: 'bookings:write' },
  {
    method: 'post',
    path: '/v1/bookings/{bookingId}/confirm',
    scope: 'bookings:write',
    use: { bookingId: 'heldBookingId' },
  },
  {
    method: 'post',
    path: '/v1/bookings/{bookingId}/cancel',
    scope: 'bookings:write',
    use: { bookingId: 'heldBookingId' },
    body: { reason: 'ill' },
  },
  {
    method: 'post',
    path: '/v1/bookings/{bookingId}/no-show',
    scope: 'bookings:write',
    use: { bookingId: 'pastBookingId' },
  },
  {
    method: 'get',
    path: '/v1/outcomes',
    scope: 'bookings:read',
    query: '?from=2026-11-01T00:00:00Z&to=2026-12-31T00:00:00Z',
  },
  {
    method: 'post',
    path: '/v1/webhooks',
    scope: 'admin',
    body: { url: 'https://example.com/webhooks', events: ['booking.confirmed'] },
  },
  { method: 'get', path: '/v1/webhooks', scope: 'admin' },
  { method: 'get', path: '/v1/webhooks/{webhookId}', scope: 'admin' },
  {
    method: 'patch',
    path: '/v1/webhooks/{webhookId}',
    scope: 'admin',
    body: { description: 'the till' },
  },
  {
    method: 'post',
    path: '/v1/webhooks/{webhookId}/rotate-secret',
    scope: 'admin',
    body: { overlapHours: 1 },
  },
  { method: 'get', path: '/v1/webhooks/{webhookId}/deliveries', scope: 'admin' },
  { method: 'delete', path: '/v1/webhooks/{webhookId}', scope: 'admin' },
  { method: 'get', path: '/v1/operations/dead-jobs', scope: 'admin' },
  {
    method: 'post',
    path: '/v1/operations/dead-jobs/{jobId}/redeliver',
    scope: 'admin',
    use: { jobId: 'deadJobId' },
  },
  {
    method: 'post',
    path: '/v1/venues/{venueId}/waitlist',
    scope: 'bookings:write',
    body: {
      earliest: '{start}',
      latest: '{laterStart}',
      partySize: 2,
      customer: { id: 'walk-in' },
    },
  },
  {
    method: 'get',
    path: '/v1/venues/{venueId}/waitlist',
    scope: 'bookings:read',
    query: '?state=waiting',
  },
  {
    method: 'post',
    path: '/v1/venues/{venueId}/waitlist/{entryId}/accept',
    scope: 'bookings:write',
    use: { entryId: 'offeredEntryId' },
  },
  {
    method: 'delete',
    path: '/v1/venues/{venueId}/waitlist/{entryId}',
    scope: 'bookings:write',
  },
  { method: 'get', path: '/v1/bookings/{bookingId}.ics', scope: 'bookings:read' },
  { method: 'post', path: '/v1/venues/{venueId}/calendar', scope: 'admin' },
  { method: 'delete', path: '/v1/venues/{venueId}/calendar', scope: 'admin' },
  // Last, as it takes its customer away.
  { method: 'delete', path: '/v1/customers/{customerId}', scope: 'admin' },
];
