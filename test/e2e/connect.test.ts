import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { answerDialog, chooseInContextMenu, clearNotifications, expandTreeItem, fillInput, openViewContainer, pick, readDialog, runCommand, treeItem, waitForInputMessage, waitForNotification } from '../tools/window.ts';
import { findOrInstallCommand } from '../tools/prerequisites.ts';
import { asked, story, tree } from './story.ts';

/** The guide's openssl commands: key and certificate in one .pem, and the .cer for the portal. */
function openssl(folder: string, name: string, bits: number, ...key: string[]): string {
  const pem = path.join(folder, `${name}.pem`);
  const keyFile = path.join(folder, `${name}.key`);
  const run = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' });
  run('req', '-x509', ...(key.length > 0 ? key : ['-nodes']), '-days', '365', '-newkey', `rsa:${bits}`, '-subj', `/CN=${name}`, '-keyout', keyFile, '-out', `${pem}.crt`);
  execFileSync('sh', ['-c', `cat '${keyFile}' '${pem}.crt' > '${pem}' && chmod 600 '${pem}'`]);
  run('x509', '-inform', 'pem', '-in', pem, '-outform', 'der', '-out', path.join(folder, `${name}.cer`));
  return pem;
}

story('A subscription of one\'s own', { theme: 'Default Light Modern' }, (s) => {
  it('asks for subscription, cloud and certificate, and says before connecting what is wrong with a certificate', async function () {
    if (findOrInstallCommand('openssl').missing) this.skip();
    const { page, folder } = s;
    const [weak, good] = [openssl(folder, 'guide1024', 1024), openssl(folder, 'mycert', 2048, '-passout', 'pass:contraseña€')];
    await openViewContainer(page, 'Azure Classic');
    await runCommand(page, 'Azure Classic: Add Subscription...');
    await asked(page, 'Subscription id');
    await fillInput(page, 'not-a-guid');
    await waitForInputMessage(page, 'A subscription id has the form');
    await fillInput(page, 'AAAAAAAA-1111-2222-3333-444444444444');
    await asked(page, 'Name to show it under');
    await fillInput(page, 'Old production');
    await asked(page, 'Which cloud?');
    await s.shot('20-add-cloud');
    await pick(page, 'Another endpoint...');
    await asked(page, 'Address of the endpoint');
    await fillInput(page, 'http://127.0.0.1:1');
    await waitForInputMessage(page, 'An endpoint is an https address');
    await fillInput(page, 'https://127.0.0.1:1');

    await asked(page, 'Path of the management certificate');
    await fillInput(page, path.join(folder, 'nowhere.pem'));
    await waitForInputMessage(page, 'does not exist');
    await fillInput(page, path.join(folder, 'mycert.cer'));
    await waitForInputMessage(page, /private key/);
    await s.shot('21-add-cer-without-key');
    await fillInput(page, weak);
    await waitForInputMessage(page, /1024 bits/);
    await s.shot('22-add-weak-key');
    await fillInput(page, good);
    await asked(page, 'Passphrase of the private key');
    await fillInput(page, 'wrong');
    await waitForInputMessage(page, /passphrase does not open/);
    await fillInput(page, 'contraseña€');
    await treeItem(page, tree, 'Old production').waitFor();
  });

  it('keeps the path in the settings of this machine, and the passphrase nowhere in them', () => {
    const settings = ['Machine', 'User'].map((scope) => readFileSync(path.join(s.window.userDataDir, scope, 'settings.json'), 'utf8')).join('\n');
    assert.ok(settings.includes('mycert.pem'), settings);
    assert.ok(!settings.includes('contraseña'), settings);
  });

  it('shows in the tree why it cannot be read, and offers to try again', async () => {
    await expandTreeItem(s.page, tree, 'Locations');
    const failure = s.page.locator('[role="treeitem"]', { hasText: 'Nothing answers at https://127.0.0.1:1' });
    await failure.waitFor({ timeout: 60_000 });
    assert.match(await failure.getAttribute('aria-label') ?? '', /Press Enter to try again/);
    await s.shot('23-unreachable');
  });

  it('is removed after a modal that says what stays', async () => {
    await clearNotifications(s.page);
    await chooseInContextMenu(s.page, tree, 'Old production', 'Remove Subscription...');
    assert.match(await readDialog(s.page), /Nothing is deleted at the service/);
    await answerDialog(s.page, 'Remove Subscription');
    await s.page.getByText('Nothing is connected yet').waitFor();
    const settings = ['Machine', 'User'].map((scope) => readFileSync(path.join(s.window.userDataDir, scope, 'settings.json'), 'utf8')).join('\n');
    assert.ok(!settings.includes('mycert.pem'), settings);
  });

  it('needs nothing of this for the emulator', async () => {
    await runCommand(s.page, 'Azure Classic: Start Local Emulator');
    await treeItem(s.page, tree, 'Local emulator').waitFor();
    await runCommand(s.page, 'Azure Classic: Remove Subscription...');
    await waitForNotification(s.page, 'No subscription of your own has been added.');
  });
});
