import assert from 'node:assert/strict';
import { Faults, parseFaults } from '../../src/emulator/faults.ts';

describe('A fault to inject', () => {
  const faultsOf = (spec: string) => {
    const faults = new Faults();
    faults.set(parseFaults(spec));
    return faults;
  };

  it('is written as operation, kind and count, and read back as it was written', () => {
    const spec = 'deployments.create:reset-after:1,*:slow=200,locations.list:307=8443:2,operations.getStatus:503';
    assert.equal(faultsOf(spec).toString(), spec);
    assert.equal(faultsOf('').toString(), '');
  });

  it('is used up by its own operation only, as often as it says', () => {
    const faults = faultsOf('locations.list:500:2,*:slow=5');
    assert.deepEqual([...faults.take('subscriptions.get')], [['slow', 5]]);
    assert.deepEqual([...faults.take('locations.list')], [['500', undefined], ['slow', 5]]);
    assert.deepEqual([...faults.take('locations.list')], [['500', undefined], ['slow', 5]]);
    assert.deepEqual([...faults.take('locations.list')], [['slow', 5]]);
    assert.equal(faults.toString(), '*:slow=5');
  });

  it('that makes no sense is refused with what would', () => {
    for (const [spec, reason] of [
      ['locations.list', 'there is no fault named ""'], ['nobody.list:500', 'there is no operation named "nobody.list"'], ['*:explode', 'there is no fault named "explode"'],
      ['*:slow', 'slow needs milliseconds'], ['*:500=3', '500 takes no value'], ['*:slow=x', 'a whole number was expected'], ['*:500:many', 'a whole number was expected'], ['*:500:1:2', 'a whole number was expected'],
    ]) {
      assert.throws(() => parseFaults(spec!), (error: Error & { code: string; details: { reason: string } }) => {
        assert.deepEqual([error.code, error.details.reason], ['FaultInvalid', reason]);
        assert.match(error.message, /reset-before .*reset-after/s);
        return true;
      }, spec);
    }
  });
});
