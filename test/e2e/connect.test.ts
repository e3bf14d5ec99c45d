import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { answerDialog, chooseInContextMenu, clearNotifications, clickTreeItemAction, expandTreeItem, fillInput, openViewContainer, pick, readDialog, readQuickPick, runCommand, treeItem, waitForInputMessage, waitForNotification } from '../tools/window.ts';
import { findOrInstallCommand } from '../tools/prerequisites.ts';
import { asked, story, tree, type Story } from './story.ts';

/** The guide's openssl commands: key and certificate in one .pem, and the .cer for the portal. */
function openssl(folder: string, name: string, bits: number, ...key: string[]): string {
  const pem = path.join(folder, `${name}.pem`);
  const keyFile = path.join(folder, `${name}.key`);
  const run = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' });
  run('req', '-x509', ...(key.length > 0 ? key : ['-nodes']), '-days', '365', '-newkey', `rsa:${bits}`, '-subj', `/CN=${name}`, '-keyout', keyFile, '-out', `${pem}.crt`);
  execFileSync('sh', ['-c', `cat '${keyFile}' '${pem}.crt' > '${pem}' && chmod 644 '${pem}'`]);
  run('x509', '-inform', 'pem', '-in', pem, '-outform', 'der', '-out', path.join(folder, `${name}.cer`));
  return pem;
}

const settingsOf = (s: Story): string => ['Machine', 'User'].map((scope) => path.join(s.window.userDataDir, scope, 'settings.json'))
  .filter(existsSync).map((file) => readFileSync(file, 'utf8')).join('\n');

story('A subscription of one\'s own', { theme: 'Default Light Modern' }, (s) => {
  it('asks for subscription, cloud and certificate, and says before connecting what is wrong with a certificate', async function () {
    if (findOrInstallCommand('openssl').missing) this.skip();
    const { page, folder } = s;
    const [weak, good] = [openssl(folder, 'guide1024', 1024), openssl(folder, 'mycert', 2048, '-passout', 'pass:contraseña€')];
    await openViewContainer(page, 'Azure Classic');
    await runCommand(page, 'Azure Classic: Add Subscription...');
    await asked(page, 'How do you want to connect?');
    assert.deepEqual((await readQuickPick(page, 'Add Subscription')).map((row) => row.split(',')[0]),
      ['Local emulator', 'Publish settings file (.publishsettings)...', 'Certificate file (.pem', 'Certificate store of Windows...', 'Make a new certificate...']);
    await s.shot('19-add-ways');
    await pick(page, 'Certificate store of Windows...');
    await asked(page, 'Place in the certificate store of Windows');
    await fillInput(page, 'CURRENT_USER\\my\\AzureCertificate');
    await waitForInputMessage(page, /certificate store of Windows, and this computer runs another system/);
    await page.locator('.quick-input-titlebar a[aria-label^="Back"]').click();
    await asked(page, 'How do you want to connect?');
    await pick(page, 'Certificate file');
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
    await asked(page, 'Where is the certificate kept?');
    assert.match((await readQuickPick(page, 'Add Subscription'))[0]!, /^In its file.*Other users of this computer can read the private key/);
    await s.shot('23-add-where-kept');
    await pick(page, 'In its file');
    await asked(page, 'Path of the authority that 127.0.0.1:1 is to be trusted by');
    await fillInput(page, '');
    await treeItem(page, tree, 'Old production').waitFor();
    await waitForNotification(page, /Other users of this computer can read the private key/);
  });

  it('keeps the path in the settings of this machine, and the passphrase nowhere in them', () => {
    assert.ok(settingsOf(s).includes('mycert.pem'), settingsOf(s));
    assert.ok(!settingsOf(s).includes('contraseña'), settingsOf(s));
  });

  it('shows in the tree why it cannot be read, and offers to try again', async () => {
    await expandTreeItem(s.page, tree, 'Locations');
    const failure = s.page.locator('[role="treeitem"]', { hasText: 'Nothing answers at https://127.0.0.1:1' });
    await failure.waitFor({ timeout: 60_000 });
    assert.match(await failure.getAttribute('aria-label') ?? '', /Press Enter to try again/);
    await s.shot('24-unreachable');
  });

  it('says when it is tested what stands in the way', async () => {
    await clearNotifications(s.page);
    await clickTreeItemAction(s.page, tree, 'Old production', 'Test Connection');
    await waitForNotification(s.page, /Nothing answers at https:\/\/127\.0\.0\.1:1\. Is the emulator started, and is the port right\?/);
    await s.shot('25-test-unreachable');
  });

  it('is renamed, and removed after a modal that says what stays', async () => {
    await clearNotifications(s.page);
    await chooseInContextMenu(s.page, tree, 'Old production', 'Rename Subscription...');
    await asked(s.page, 'Name to show it under');
    await fillInput(s.page, 'Producción antigua');
    await chooseInContextMenu(s.page, tree, 'Producción antigua', 'Remove Subscription...');
    assert.match(await readDialog(s.page), /Nothing is deleted at the service\.[^]*mycert\.pem stays/);
    await answerDialog(s.page, 'Remove Subscription');
    await s.page.getByText('Nothing is connected yet').waitFor();
    assert.ok(!settingsOf(s).includes('mycert.pem'), settingsOf(s));
  });

  it('needs nothing of this for the emulator', async () => {
    await runCommand(s.page, 'Azure Classic: Add Subscription...');
    await asked(s.page, 'How do you want to connect?');
    await pick(s.page, 'Local emulator');
    await treeItem(s.page, tree, 'Local emulator').waitFor();
    await runCommand(s.page, 'Azure Classic: Remove Subscription...');
    await waitForNotification(s.page, 'No subscription of your own has been added.');
  });
});
