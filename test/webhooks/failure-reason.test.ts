import { describe, expect, it } from 'vitest';
import { reasonOf, reasonOfStatus } from '../../src/follow-ups/channels/failure-reason.ts';
import { runtimeFailure } from '../support/runtime-failures.ts';

/** An error with a cause, as Node's `fetch` throws it. */
const wrapped = (message: string, code?: string) =>
  new TypeError('fetch failed', { cause: coded(message, code) });
const coded = (message: string, code?: string) =>
  Object.assign(new Error(message), code === undefined ? {} : { code });

describe('the reason of a failed request', () => {
  it.each([
    ['dns', coded('getaddrinfo ENOTFOUND tls.example.com', 'ENOTFOUND')],
    ['dns', wrapped('getaddrinfo EAI_AGAIN certificate.example.com', 'EAI_AGAIN')],
    ['dns', new Error('failed to lookup address information: Name or service not known')],
    ['refused', coded('connect ECONNREFUSED 127.0.0.1:4444', 'ECONNREFUSED')],
    ['refused', wrapped('connect ECONNREFUSED ::1:4444', 'ECONNREFUSED')],
    ['refused', new Error('Connection refused (os error 111)')],
    ['tls', coded('self-signed certificate', 'DEPTH_ZERO_SELF_SIGNED_CERT')],
    ['tls', wrapped('certificate has expired', 'CERT_HAS_EXPIRED')],
    ['tls', coded('unable to verify the first certificate', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE')],
    ['tls', coded('Hostname/IP does not match', 'ERR_TLS_CERT_ALTNAME_INVALID')],
    ['tls', coded('wrong version number', 'ERR_SSL_WRONG_VERSION_NUMBER')],
    ['tls', coded('Client network socket disconnected before secure TLS connection', 'ECONNRESET')],
    ['timeout', coded('connect ETIMEDOUT 192.0.2.1:443', 'ETIMEDOUT')],
    ['timeout', wrapped('Connect Timeout Error', 'UND_ERR_CONNECT_TIMEOUT')],
    ['timeout', new DOMException('The operation was aborted', 'AbortError')],
    ['timeout', new DOMException('The operation was aborted due to timeout', 'TimeoutError')],
    ['unreachable', coded('read ECONNRESET', 'ECONNRESET')],
    ['unreachable', wrapped('other side closed', 'UND_ERR_SOCKET')],
    ['unreachable', wrapped('bad port')],
    ['unreachable', runtimeFailure('refused')],
    ['unreachable', runtimeFailure('reset')],
    ['unreachable', runtimeFailure('dns')],
    ['unreachable', runtimeFailure('tls')],
    ['unreachable', 'thrown text about TLS'],
    ['unreachable', undefined],
  ])('is %s of %s', (reason, error) => {
    expect(reasonOf(error)).toBe(reason);
  });

  it.each([
    [521, 'error code: 521', 'refused'],
    [522, '', 'timeout'],
    [524, '', 'timeout'],
    [525, '', 'tls'],
    [526, '', 'tls'],
    [520, '', 'unreachable'],
    [523, '', 'unreachable'],
    [530, 'error code: 1016', 'dns'],
    [530, 'error code: 1033', undefined],
    [530, 'order 21016', undefined],
    [500, 'error code: 1016', undefined],
    [404, '', undefined],
  ])('is read from the answer %i %j of the network: %s', (status, answer, reason) => {
    expect(reasonOfStatus(status, answer)).toBe(reason);
  });
});
