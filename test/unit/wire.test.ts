import assert from 'node:assert/strict';
import { rows } from '../../src/protocol/operations.ts';
import { buildRequest, matchOperation, parseAnswer, parseRequest } from '../../src/protocol/wire.ts';

const subscriptionId = '11111111-2222-3333-4444-555555555555';
const inSubscription = (path: string) => `/${subscriptionId}${path}`;

/** A value for every path parameter of a row, so that each of its URLs can be built. */
const example = (template: string) => Object.fromEntries(Array.from(template.matchAll(/\{(\w+)\}/g), ([, key]) => [key!, key === 'slot' ? 'Staging' : `${key}-1`]));

describe('the protocol table', () => {
  it('finds every row again by the method, URL and body that the row builds', () => {
    for (const [name, row] of rows) {
      for (const template of row.paths) {
        const body = row.body && ('root' in row.body ? `<${row.body.root}/>` : 'text');
        const path = template.replace(/\{(\w+)\}/g, (_, key: string) => String(example(template)[key]));
        assert.equal(matchOperation(row.method, inSubscription(path), body), row.outsideSubscriptions ? undefined : name, `${row.method} ${template}`);
        assert.equal(matchOperation(row.method, path, body), name, `${row.method} ${template} without subscription`);
      }
    }
  });

  it('matches paths as the clients of the day wrote them', () => {
    const at = (method: string, path: string, body?: string) => matchOperation(method, inSubscription(path), body);
    assert.equal(at('GET', '/services/HostedServices/a/DeploymentSlots/production'), 'deployments.get');
    assert.equal(at('POST', '/services/hostedservices/a/deployments/v1/?comp=config'), 'deployments.changeConfiguration');
    assert.equal(at('GET', '/services/hostedservices/a?embed-detail=false'), 'hostedServices.get');
    assert.equal(at('DELETE', '/services/hostedservices/a?comp=media'), 'hostedServices.delete');
    assert.equal(at('GET', ''), 'subscriptions.get');
  });

  it('has no name for what it does not know, and does not take it for something else', () => {
    assert.equal(matchOperation('POST', inSubscription('/services/hostedservices/a/deployments/v1?comp=unheardof')), undefined);
    assert.equal(matchOperation('PUT', inSubscription('/locations')), undefined);
    assert.equal(matchOperation('GET', inSubscription('/services/unheardof')), undefined);
  });

  it('gives back the parameters a request was built from', () => {
    const parameters = { serviceName: 'my svc/ü', slot: 'Staging' as const, name: 'v1', packageUrl: 'https://a/b?x=1&y=2', label: 'ñ', configuration: '<a/>\r\n', startDeployment: true };
    const request = buildRequest('deployments.create', { ...parameters, subscriptionId });
    assert.equal(request.path, inSubscription('/services/hostedservices/my%20svc%2F%C3%BC/deploymentslots/Staging'));
    assert.equal(request.headers['x-ms-version'], '2014-10-01');
    assert.deepEqual(parseRequest('deployments.create', request.path, request.body), { ...parameters, subscriptionId });
  });

  it('addresses a deployment by slot or by name', () => {
    assert.equal(buildRequest('deployments.delete', { serviceName: 'a', slot: 'Production' }).path, '/services/hostedservices/a/deploymentslots/Production');
    assert.equal(buildRequest('deployments.delete', { serviceName: 'a', deploymentName: 'v1', deleteMedia: true }).path, '/services/hostedservices/a/deployments/v1?comp=media');
  });

  it('has one operation that is below no subscription, whichever is connected', () => {
    assert.equal(buildRequest('subscriptions.list', { subscriptionId }).path, '/subscriptions');
    assert.deepEqual(parseRequest('subscriptions.list', '/subscriptions'), {});
    assert.equal(matchOperation('GET', 'https://management.core.windows.net/Subscriptions/'), 'subscriptions.list');
    assert.equal(matchOperation('GET', inSubscription('/subscriptions')), undefined);
  });

  it('asks for a span of time', () => {
    const request = buildRequest('operations.list', { subscriptionId, startTime: new Date('2015-06-01T00:00:00Z'), endTime: new Date('2015-07-01T12:30:00Z'), operationResultFilter: 'Failed' });
    assert.equal(request.path, inSubscription('/operations?StartTime=2015-06-01T00%3A00%3A00Z&EndTime=2015-07-01T12%3A30%3A00Z&OperationResultFilter=Failed'));
    assert.deepEqual(parseRequest('operations.list', '/operations?starttime=2015-06-01&EndTime=2015-07-01T12:30:00.0000000Z'), { startTime: new Date('2015-06-01T00:00:00Z'), endTime: new Date('2015-07-01T12:30:00Z') });
    assert.throws(() => parseRequest('operations.list', '/operations?StartTime=2015-06-01'), RangeError);
  });

  it('says which parameter is missing, empty or unknown before anything is sent', () => {
    assert.throws(() => buildRequest('hostedServices.get', {} as never), { code: 'InvalidParameter', message: 'hostedServices.get: needs serviceName.' });
    assert.throws(() => buildRequest('hostedServices.get', { serviceName: '..' }), { code: 'InvalidParameter' });
    assert.throws(() => buildRequest('hostedServices.get', { serviceName: 'a', nope: 1 } as never), { message: 'hostedServices.get: there is no parameter nope.' });
    assert.throws(() => buildRequest('hostedServices.create', { serviceName: 'a' } as never), { message: 'CreateHostedService/label is missing.', operation: 'hostedServices.create' });
  });
});

describe('an answer that is an error', () => {
  const headers = { 'X-Ms-Request-Id': 'abc' };
  const error = '<Error xmlns="http://schemas.microsoft.com/windowsazure"><Code>ConflictError</Code><Message>Occupied &amp; busy.</Message></Error>';

  it('is thrown with code, words, status, request id and operation', () => {
    assert.throws(() => parseAnswer('hostedServices.create', 409, headers, error),
      { name: 'ServiceManagementError', code: 'ConflictError', message: 'Occupied & busy.', httpStatus: 409, requestId: 'abc', operation: 'hostedServices.create' });
  });

  it('is understood too when a resource provider wrapped it in a string, or left the namespace out', () => {
    const wrapped = `<string xmlns="http://schemas.microsoft.com/2003/10/Serialization/">${error.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</string>`;
    assert.throws(() => parseAnswer('locations.list', 409, {}, wrapped), { code: 'ConflictError', message: 'Occupied & busy.' });
    assert.throws(() => parseAnswer('locations.list', 409, {}, error.replace(/ xmlns="[^"]*"/, '')), { code: 'ConflictError' });
  });

  it('keeps its status where nothing readable came with it', () => {
    assert.throws(() => parseAnswer('locations.list', 502, {}, '<html>Bad gateway'), { code: 'Http502', httpStatus: 502 });
    assert.throws(() => parseAnswer('locations.list', 503, {}, null), { code: 'Http503' });
  });

  it('is MalformedAnswer where success came without its value', () => {
    assert.throws(() => parseAnswer('locations.list', 200, {}, ''), { code: 'MalformedAnswer', operation: 'locations.list' });
    assert.throws(() => parseAnswer('locations.list', 200, {}, '<HostedServices/>'), { code: 'MalformedAnswer', message: /expected Locations here/ });
  });
});
