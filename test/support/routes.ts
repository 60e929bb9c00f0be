/** Every route of the API with the scope it needs; asserted to be all of them. */
export const ROUTES: readonly {
  method: string;
  path: string;
  scope: string;
  body?: unknown;
  query?: string;
}[] = [
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
  { method: 'get', path: '/v1/conversations/{conversationId}', scope: 'messages:read' },
  { method: 'get', path: '/v1/conversations/{conversationId}/emotions', scope: 'messages:read' },
  { method: 'get', path: '/v1/conversations', scope: 'messages:read' },
  {
    method: 'get',
    path: '/v1/emotions',
    scope: 'messages:read',
    query: '?from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z',
  },
  { method: 'get', path: '/v1/customers/{customerId}', scope: 'messages:read' },
  { method: 'get', path: '/v1/customers/{customerId}/emotions', scope: 'messages:read' },
  { method: 'get', path: '/v1/customers/{customerId}/export', scope: 'messages:read' },
  { method: 'post', path: '/v1/keys', scope: 'admin', body: { name: 'k', scopes: ['admin'] } },
  { method: 'get', path: '/v1/keys', scope: 'admin' },
  { method: 'delete', path: '/v1/keys/{keyId}', scope: 'admin' },
  // Last, as it takes its customer away.
  { method: 'delete', path: '/v1/customers/{customerId}', scope: 'admin' },
];
