import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TaskRecord } from '../../src/ui/operations/taskRecord.ts';
import { TaskStore } from '../../src/ui/operations/taskStore.ts';
import './fakeVscode.ts';

const { RunningTask } = await import('../../src/ui/operations/runningTask.ts');

const start: Omit<TaskRecord, 'id'> = { title: 'Deploying Shop.cspkg', label: 'Deploy Package', target: 'shop, staging', connectionId: 'c', startedAt: 1000, rows: [], done: 'It is deployed.' };

describe('a task that goes on', () => {
  let folder: string;
  let store: TaskStore;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'azureclassic-tasks-'));
    store = new TaskStore(folder);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function begin(change: Partial<TaskRecord> = {}) {
    const { task, lease } = await store.begin({ ...start, ...change });
    return new RunningTask(task, lease, { store, connections: undefined as never, rowsChanged: () => {}, changed: () => {} });
  }
  const steps = ({ steps: all = [] }: TaskRecord) => all.map(({ title, detail, ended }) => [title, detail, ended?.kind]);

  it('has one step at a time, and the end of the task ends the last', async () => {
    const task = await begin();
    task.step('Upload');
    task.report('50 %');
    task.step('Create');
    assert.deepEqual(steps(task.record), [['Upload', '50 %', 'succeeded'], ['Create', undefined, undefined]]);
    const ended = await task.end({ kind: 'failed', message: 'No.' });
    assert.deepEqual(steps(ended), [['Upload', '50 %', 'succeeded'], ['Create', undefined, 'failed']]);
    assert.equal(ended.ended.message, 'No.');
  });

  it('goes on with the step that another window had begun', async () => {
    const task = await begin({ steps: [{ title: 'Create', startedAt: 1000 }] });
    task.step('Create');
    assert.deepEqual(task.record.steps, [{ title: 'Create', startedAt: 1000 }]);
  });

  it('says outside of its steps what it does after one that failed', async () => {
    const task = await begin();
    task.step('Create');
    task.endStep('failed');
    task.report('looking what is left');
    assert.equal(task.record.detail, 'looking what is left');
    const ended = await task.end({ kind: 'failed', message: 'No.' });
    assert.deepEqual(steps(ended), [['Create', undefined, 'failed']]);
    assert.equal(ended.detail, undefined);
  });

  it('is written down with everything that was reported before, in order', async () => {
    const task = await begin();
    task.step('Upload');
    task.report('50 %');
    void task.save({ requestId: 'a' });
    task.report('100 %');
    await task.save({ requestId: 'b' });
    const [written] = await store.list();
    assert.deepEqual([written!.requestId, written!.steps![0]!.detail], ['b', '100 %']);
    await task.end({ kind: 'succeeded', message: 'Yes.' });
  });

  it('does not bring an old state back when another window has taken it over and ended it', async () => {
    const task = await begin();
    task.lease.release();
    const lease = await new TaskStore(folder).claim(task.record.id);
    await store.end({ ...task.record, ended: { kind: 'succeeded', message: 'It is deployed.', at: Date.now() } }, lease!);
    await task.save({ requestId: 'late' });
    assert.equal(task.abandoned, true);
    assert.equal(task.signal.aborted, true);
    const [written] = await store.list();
    assert.equal(written!.ended!.message, 'It is deployed.');
    assert.equal(written!.requestId, undefined);
  });
});
