import assert from 'node:assert/strict';
import './fakeVscode.ts';
import type { Node } from '../../src/ui/tree/node.ts';

const { Handles } = await import('../../src/ui/tree/handles.ts');

const turns = async (): Promise<void> => { for (let i = 0; i < 10; i++) await new Promise((resolve) => setImmediate(resolve)); };
const node = (id: string): Node => ({ id }) as Node;

function rig() {
  const told: string[] = [];
  const sleepers: (() => void)[] = [];
  const window = { shown: true };
  const handles = new Handles(({ node: { id } }) => told.push(id), () => window.shown, {
    now: () => 0,
    sleep: (_ms, signal) => new Promise((resolve, reject) => { sleepers.push(resolve); signal.addEventListener('abort', () => reject(signal.reason)); }),
  });
  return { handles, told, window, async wait() { sleepers.splice(0).forEach((wake) => wake()); await turns(); } };
}

describe('what VS Code has for a row', () => {
  it('is the same for as long as the row is there, however often that is read', () => {
    const { handles } = rig();
    const first = handles.of(node('sub/services'));
    const again = node('sub/services');
    assert.equal(handles.of(again), first);
    assert.equal(first.node, again);
    handles.forget((id) => id === 'sub/services');
    assert.notEqual(handles.of(again), first);
  });

  it('is drawn again once where VS Code asks for it, or never wanted its children', async () => {
    const { handles, told, wait } = rig();
    handles.of(node('leaf'));
    const opened = handles.of(node('opened'));
    opened.asked = 1;
    handles.redraw('leaf');
    handles.redraw('opened');
    handles.redraw('nobody ever saw it');
    opened.asked++;
    await wait();
    await wait();
    assert.deepEqual(told, ['leaf', 'opened']);
  });

  it('is drawn again until VS Code has asked, which took an older answer for the new one', async () => {
    const { handles, told, wait } = rig();
    const opened = handles.of(node('opened'));
    opened.asked = 1;
    handles.redraw('opened');
    await wait();
    assert.equal(told.length, 2);
    opened.asked++;
    await wait();
    assert.equal(told.length, 2);
  });

  it('is not drawn again and again where nobody sees it, or it is gone, or VS Code never asks', async () => {
    for (const end of ['hidden', 'gone', 'disposed', 'never asked']) {
      const { handles, told, window, wait } = rig();
      handles.of(node('opened')).asked = 1;
      handles.redraw('opened');
      if (end === 'hidden') window.shown = false;
      if (end === 'gone') handles.forget(() => true);
      if (end === 'disposed') handles.dispose();
      for (let i = 0; i < 20; i++) await wait();
      assert.equal(told.length, end === 'never asked' ? 5 : 1, end);
    }
  });

  it('is settled once VS Code has asked for it', async () => {
    const { handles, wait } = rig();
    const opened = handles.of(node('opened'));
    opened.asked = 1;
    handles.redraw('opened');
    let isSettled = false;
    void handles.settled().then(() => { isSettled = true; });
    await wait();
    assert.ok(!isSettled);
    opened.asked++;
    await wait();
    assert.ok(isSettled);
    await handles.settled();
  });
});
