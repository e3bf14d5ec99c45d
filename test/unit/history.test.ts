import assert from 'node:assert/strict';
import type { ServiceManagementClient, SubscriptionOperation } from '../../src/client/index.ts';
import './fakeVscode.ts';

const { describeHistory, readHistory } = await import('../../src/ui/documents/history.ts');

const now = Date.UTC(2026, 10, 24, 12);
const hour = 60 * 60 * 1000;

/** A service that gives the oldest first, `pageSize` at a time, and remembers what it was asked. */
function service(hoursAgo: readonly number[], pageSize = 50) {
  const all = hoursAgo.map((hours, i): SubscriptionOperation => ({
    operationId: `00000000-0000-0000-0000-${String(i).padStart(12, '0')}`, operationName: 'CreateStorageService', operationStartedTime: new Date(now - hours * hour),
  } as SubscriptionOperation)).sort((a, b) => a.operationStartedTime!.getTime() - b.operationStartedTime!.getTime());
  const asked: number[] = [];
  const list = async ({ startTime, endTime, continuationToken = '0' }: { startTime: Date; endTime: Date; continuationToken?: string }) => {
    asked.push(Math.round((endTime.getTime() - startTime.getTime()) / hour / 24));
    const inTime = all.filter(({ operationStartedTime: time }) => time! >= startTime && time! < endTime);
    const from = Number(continuationToken);
    return { subscriptionOperations: inTime.slice(from, from + pageSize), ...(from + pageSize < inTime.length && { continuationToken: String(from + pageSize) }) };
  };
  return { client: { operations: { list } } as unknown as ServiceManagementClient, asked };
}

const hours = (operations: readonly SubscriptionOperation[]) => operations.map(({ operationStartedTime: time }) => Math.round((now - time!.getTime()) / hour));

describe('the history of a subscription', () => {
  it('goes back 90 days in a few requests, the newest first', async () => {
    const { client, asked } = service([30, 1, 89 * 24, 2, 40 * 24]);
    const { operations, complete } = await readHistory(client, now);
    assert.deepEqual(hours(operations), [1, 2, 30, 40 * 24, 89 * 24]);
    assert.equal(complete, true);
    assert.deepEqual(asked, [1, 2, 4, 8, 16, 32, 27]);
  });

  it('has every page, and each operation once', async () => {
    const { client } = service(Array.from({ length: 120 }, (_, i) => i / 10), 50);
    const { operations } = await readHistory(client, now);
    assert.equal(operations.length, 120);
    assert.equal(new Set(operations.map(({ operationId }) => operationId)).size, 120);
    assert.deepEqual(hours(operations), hours(operations).toSorted((a, b) => a - b));
  });

  it('ends with the newest where there are very many, and says so', async () => {
    const { client, asked } = service([...Array.from({ length: 600 }, (_, i) => i / 100), 48]);
    const history = await readHistory(client, now);
    assert.equal(history.operations.length, 600);
    assert.equal(asked.length, 12);
    assert.match(describeHistory('Shop', history), /^# What was last done to the subscription Shop, the newest first \(operations: 600\)\. There are older ones\.\n/);
  });

  it('tells what, by whom, how it ended and with which error, and nothing of what was asked with', () => {
    const operation = {
      operationId: '11111111-2222-3333-4444-555555555555', operationObjectId: '/sub/services/hostedservices/shop', operationName: 'DeleteDeployment',
      operationStartedTime: new Date(now), operationCompletedTime: new Date(now + 65_000), operationCaller: { subscriptionCertificateThumbprint: 'ABCD', clientIp: '127.0.0.1' },
      operationParameters: [{ name: 'input', value: '<Password>secret</Password>' }],
      operationStatus: { status: 'Failed', httpStatusCode: 400, error: { code: 'BadRequest', message: 'No blob at https://a/b?sig=hush.' } },
    } as SubscriptionOperation;
    const text = describeHistory('Shop', { operations: [operation], complete: true });
    for (const expected of ['DeleteDeployment · failed', 'Target:     /services/hostedservices/shop', 'Duration:   1:05', 'BadRequest: No blob at https://a/b?sig=***', 'ABCD, 127.0.0.1', '11111111222233334444555555555555']) assert.ok(text.includes(expected), `${expected} in ${text}`);
    assert.doesNotMatch(text, /secret|hush/);
  });

  it('is empty in words', async () => {
    assert.equal(describeHistory('Shop', await readHistory(service([]).client, now)), '# Nothing was done to the subscription Shop in the last 90 days.\n');
  });
});
