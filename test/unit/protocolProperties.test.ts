import assert from 'node:assert/strict';
import fc from 'fast-check';
import { rows } from '../../src/protocol/operations.ts';
import { buildXml } from '../../src/protocol/schema.ts';
import { buildRequest, matchOperation, parseAnswer, parseRequest } from '../../src/protocol/wire.ts';
import { arbitraryOf, damaged, illegalCharacter, legalText, parametersOf } from './arbitraries.ts';

/** All properties of all rows together. */
const cases = 20_000;
const properties = 3;
const numRuns = Math.ceil(cases / (rows.size * properties));
const subscriptionId = '11111111-2222-3333-4444-555555555555';
const check = (property: fc.IProperty<any>) => fc.assert(property, { numRuns });

describe(`any value, of each of the ${rows.size} operations (${numRuns * rows.size * properties} cases)`, function () {
  this.timeout(120_000);

  it('is given back by reading the request that was built from it', () => {
    for (const [name, row] of rows) {
      check(fc.property(parametersOf(row), (parameters) => {
        const given = { ...parameters, ...(!row.outsideSubscriptions && { subscriptionId }) };
        const { method, path, body, headers } = buildRequest(name, { ...parameters, subscriptionId } as never);
        assert.ok(headers['x-ms-version']! >= row.version);
        assert.equal(matchOperation(method, path, body), name);
        assert.deepEqual(parseRequest(name, path, body), given);
      }));
    }
  });

  it('is given back by reading the answer that was built from it', () => {
    for (const [name, { answer }] of rows) {
      const shown = answer === undefined ? fc.constant(undefined) : 'shape' in answer ? arbitraryOf(answer.shape) : legalText;
      check(fc.property(shown, (value) => {
        const text = answer && 'shape' in answer ? buildXml(answer.root, answer.shape, value, { namespace: answer.namespace }) : value as string;
        assert.deepEqual(parseAnswer(name, 200, { 'x-ms-request-id': 'abc' }, text), answer ? value : { requestId: 'abc' });
      }));
    }
  });

  it('or something else that a server may send is read, or is an error with a code', () => {
    for (const [name, { answer }] of rows) {
      const good = answer && 'shape' in answer ? arbitraryOf(answer.shape).map((value) => buildXml(answer.root, answer.shape, value)) : legalText;
      const status = fc.constantFrom(200, 200, 202, 307, 400, 404, 503);
      check(fc.property(good.chain(damaged), status, (text, code) => {
        try {
          parseAnswer(name, code, {}, text);
        } catch (error) {
          const { name: kind, code: found, httpStatus, operation } = error as Record<string, unknown>;
          assert.deepEqual({ kind, httpStatus, operation }, { kind: 'ServiceManagementError', httpStatus: code, operation: name }, String((error as Error).stack));
          assert.ok(found, 'it has a code');
        }
      }));
    }
  });
});

describe('a character that XML cannot carry', () => {
  it('is refused before anything is sent, naming the element', () => {
    check(fc.property(legalText, illegalCharacter, legalText, (before, illegal, after) => {
      // Two halves of a pair side by side are one good character.
      fc.pre(!/[\ud800-\udbff][\udc00-\udfff]/.test(before.slice(-1) + illegal + after.slice(0, 1)));
      assert.throws(() => buildRequest('affinityGroups.create', { name: before + illegal + after, label: 'l', location: 'West US' }), { code: 'InvalidParameter', message: /^The value of Name holds the character U\+/ });
    }));
  });
});
