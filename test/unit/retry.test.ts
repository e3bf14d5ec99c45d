import assert from 'node:assert/strict';
import { nextStep, type Ending, type Method, type Step } from '../../src/client/retry.ts';

const clock = { now: () => Date.UTC(2026, 10, 23, 12, 0, 0), random: () => 0.5 };
const answer = (status: number, headers: Record<string, string> = {}): Ending => ({ status, headers });
const lost: Ending = { code: 'ConnectionFailed', received: true };
const unsent: Ending = { code: 'ConnectionFailed', received: false };
const methods: readonly Method[] = ['GET', 'POST', 'PUT', 'DELETE'];

const step = (method: Method, ...endings: Ending[]): Step => nextStep(method, endings, clock);
const repeats = (ending: Ending): Method[] => methods.filter((method) => typeof step(method, ending) === 'object');
const waits = (ending: Ending): number | undefined => {
  const next = step('GET', ending);
  return typeof next === 'object' ? next.retryInMs : undefined;
};

describe('After an attempt', () => {
  it('a busy service is asked again, whatever was asked: it did not accept the request', () => {
    for (const status of [429, 503]) assert.deepEqual(repeats(answer(status)), methods);
  });

  it('a service in trouble is asked again unless that could do a thing twice', () => {
    for (const status of [408, 500, 502, 504]) assert.deepEqual(repeats(answer(status)), ['GET', 'PUT', 'DELETE']);
  });

  it('any other answer stands, a conflict first of all', () => {
    for (const status of [200, 201, 202, 301, 400, 401, 403, 404, 409, 411, 412, 501, 505]) {
      assert.deepEqual(repeats(answer(status)), []);
      for (const method of methods) assert.equal(step(method, answer(status)), 'deliver');
    }
  });

  it('a failed connection is tried again, a POST only if nothing of it was written', () => {
    assert.deepEqual(repeats(unsent), methods);
    assert.deepEqual(repeats(lost), ['GET', 'PUT', 'DELETE']);
    assert.deepEqual(repeats({ code: 'Timeout', received: true }), ['GET', 'PUT', 'DELETE']);
    assert.deepEqual(repeats({ code: 'HostNotFound', received: false }), methods);
  });

  it('what will not be better the next time is not tried again', () => {
    for (const code of ['TlsUntrusted', 'CertificateRefused', 'MalformedAnswer', 'InvalidParameter', 'RedirectRefused'] as const) {
      assert.deepEqual(repeats({ code, received: false }), []);
    }
  });

  it('there are three more at most', () => {
    assert.equal(typeof step('GET', lost, lost, lost), 'object');
    assert.equal(step('GET', lost, lost, lost, lost), 'deliver');
    assert.equal(step('POST', unsent, unsent, unsent, unsent), 'deliver');
  });

  it('the pause is 0.8 s, then twice as long each time, a fifth more or less by chance', () => {
    const pause = (random: number, ...endings: Ending[]) => nextStep('GET', endings, { ...clock, random: () => random });
    assert.deepEqual(pause(0.5, lost), { retryInMs: 800 });
    assert.deepEqual(pause(0.5, lost, lost, lost), { retryInMs: 3200 });
    assert.deepEqual(pause(0, lost, lost), { retryInMs: 1280 });
    assert.deepEqual(pause(1, lost, lost), { retryInMs: 1920 });
  });

  it('the pause is what the service asks for, up to a minute', () => {
    for (const [headers, ms] of [
      [{ 'retry-after': '7' }, 7000],
      [{ 'retry-after': '0' }, 0],
      [{ 'retry-after': '3600' }, 60_000],
      [{ 'retry-after': 'Mon, 23 Nov 2026 12:00:05 GMT' }, 5000],
      [{ 'retry-after': 'Mon, 23 Nov 2026 11:00:00 GMT' }, 0],
      [{ 'retry-after': 'soon' }, 800],
      [{ 'retry-after': '' }, 800],
      [{ 'x-ms-retry-after-ms': '250', 'retry-after': '7' }, 250],
      [{ 'x-ms-retry-after-ms': 'x', 'retry-after': '7' }, 7000],
      [{}, 800],
    ] as const) assert.equal(waits(answer(503, headers)), ms, JSON.stringify(headers));
  });

  it('a repeated DELETE that finds nothing has done it; a first one has not', () => {
    assert.equal(step('DELETE', lost, answer(404)), 'alreadyDone');
    assert.equal(step('DELETE', answer(404)), 'deliver');
    assert.notEqual(step('PUT', lost, answer(404)), 'alreadyDone');
    assert.equal(step('GET', lost, answer(404)), 'deliver');
  });

  it('the state is read back where an earlier attempt may have done it, and only there', () => {
    for (const method of ['PUT', 'DELETE'] as const) {
      assert.equal(step(method, lost, answer(409)), 'readBack');
      assert.equal(step(method, answer(500), answer(409)), 'readBack');
      assert.equal(step(method, lost, lost, lost, lost), 'readBack');
      assert.equal(step(method, answer(503), answer(409)), 'deliver');
      assert.equal(step(method, unsent, answer(409)), 'deliver');
      assert.equal(step(method, lost, answer(202)), 'deliver');
    }
    assert.equal(step('POST', lost), 'readBack');
    assert.equal(step('POST', answer(500)), 'readBack');
    assert.equal(step('POST', answer(503), answer(409)), 'deliver');
    assert.equal(step('GET', lost, answer(409)), 'deliver');
  });
});
