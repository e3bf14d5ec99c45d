import assert from 'node:assert/strict';
import { parseLink } from '../../src/ui/linkTarget.ts';

const subscriptionId = 'aaaaaaaa-2222-3333-4444-555555555555';
const parse = (query: string, path = '/reveal') => parseLink({ path, query });

describe('a vscode:// link', () => {
  it('names a subscription, a cloud service of it, or a slot of that', () => {
    assert.deepEqual(parse(`subscription=${subscriptionId.toUpperCase()}`), { subscriptionId });
    assert.deepEqual(parse(`subscription=${subscriptionId}&service=contoso-shop`), { subscriptionId, service: 'contoso-shop' });
    assert.deepEqual(parse(`slot=Staging&service=contoso-shop&subscription=${subscriptionId}`), { subscriptionId, service: 'contoso-shop', slot: 'Staging' });
  });

  it('does nothing else, and has no part that is not known or twice there', () => {
    for (const path of ['', '/', '/delete', '/reveal/', '/reveal/../swap', '/REVEAL']) assert.equal(parse(`subscription=${subscriptionId}`, path), 'path');
    assert.equal(parse(`subscription=${subscriptionId}&endpoint=https%3A%2F%2Fevil.example`), 'parameter');
    assert.equal(parse(`subscription=${subscriptionId}&subscription=${subscriptionId}`), 'parameter');
  });

  it('names nothing that there cannot be', () => {
    for (const query of ['', 'service=contoso', 'subscription=', 'subscription=Mine', `subscription=${subscriptionId}0`]) assert.equal(parse(query), 'subscription', query);
    for (const service of ['', '-a', 'a%2Fb', '..', 'a'.repeat(64), 'caf%C3%A9', 'a%20b']) assert.equal(parse(`subscription=${subscriptionId}&service=${service}`), 'service', service);
    for (const rest of ['slot=Production', 'service=a&slot=', 'service=a&slot=production', 'service=a&slot=Live']) assert.equal(parse(`subscription=${subscriptionId}&${rest}`), 'slot', rest);
  });
});
