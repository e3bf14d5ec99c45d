import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describeWithPython, told } from './stories.ts';

// The tests of all stories come before this one, whatever order mocha has the files in: each is loaded once, whoever asks first.
// By require, as mocha does: of a file that imports with await it would hide why it could not be loaded.
const require = createRequire(import.meta.url);
for (const file of readdirSync(import.meta.dirname)) if (/(?<!^methods)\.test\.ts$/.test(file)) require(`./${file}`);

/** Methods that no story calls, by the reason. */
const excused: Readonly<Record<string, readonly string[]>> = {
  'not yet, belongs to a story of virtual machines': ['list_resource_extension_versions', 'list_resource_extensions'],

  'not yet, belongs to a story of images and disks': [
    'add_disk', 'add_os_image', 'create_vm_image', 'delete_disk', 'delete_os_image', 'delete_vm_image', 'get_disk', 'get_os_image',
    'get_os_image_details', 'list_disks', 'list_os_images', 'list_vm_images', 'replicate_vm_image', 'share_vm_image', 'unreplicate_vm_image',
    'update_disk', 'update_os_image', 'update_os_image_from_image_reference', 'update_vm_image',
  ],
};

describeWithPython('The methods of ServiceManagementService', () => {
  it('were each called by a step that passed, except those that are excused', () => {
    assert.deepEqual([...told.untold], [], 'these stories were not told in this run');
    const reasons = Object.values(excused).flat();
    assert.deepEqual({
      'neither called nor excused': [...told.methods].filter((method) => !told.called.has(method) && !reasons.includes(method)),
      'excused, but called': reasons.filter((method) => told.called.has(method)),
      'excused, but no method': reasons.filter((method) => !told.methods.has(method)),
    }, { 'neither called nor excused': [], 'excused, but called': [], 'excused, but no method': [] });
  });
});
