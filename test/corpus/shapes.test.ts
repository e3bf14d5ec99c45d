import assert from 'node:assert/strict';
import { tree } from './recorded.ts';
import { compareShapes, shapeOf } from './shapes.ts';

const compare = (ours: string, ...recorded: string[]) => compareShapes(shapeOf(tree(ours)), recorded.map((xml) => shapeOf(tree(xml))));

describe('the comparison of answers by their shape', () => {
  const recorded = ['<L><I><A>1</A><B/><C/></I><I><A/><C/></I></L>', '<L/>'];

  it('finds no difference where there is none, whatever the values', () => assert.deepEqual(compare('<L><I><A>x</A><C>y</C></I></L>', ...recorded), []));
  it('takes an empty list for a list', () => assert.deepEqual(compare('<L/>', ...recorded), []));
  it('finds an element that was never recorded', () => assert.deepEqual(compare('<L><I><A/><C/><D/></I></L>', ...recorded), ['L/I/D was never recorded']));
  it('finds one that is missing though it was always there', () => assert.deepEqual(compare('<L><I><B/><A/></I></L>', ...recorded), ['L/I/C is missing', 'L/I: A stands before B']));
  it('finds another order', () => assert.deepEqual(compare('<L><I><C/><A/></I></L>', ...recorded), ['L/I: A stands before C']));
});
