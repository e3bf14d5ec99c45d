import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildPkcs12, buildPublishSettings, makeManagementCertificate, readPem } from '../../src/certificates/index.ts';
import { answerDialog, chooseInContextMenu, clearNotifications, clickTreeItemAction, expandTreeItem, fillInput, openViewContainer, pick, readDialog, readQuickPick, runCommand, treeItem, waitForInputMessage, waitForNotification } from '../tools/window.ts';
import { startEmulatorProcess, type EmulatorProcess } from './emulatorProcess.ts';
import { asked, story, tree } from './story.ts';

describe('Connecting to an emulator in a terminal by its own files', () => {
  let emulator: EmulatorProcess;
  /** The window does not know the emulator by itself: only these files lead to it. */
  before(async function () {
    this.timeout(60_000);
    emulator = await startEmulatorProcess('--operation-seconds', '0');
  });
  after(() => emulator.stop());
  const management = () => readPem(readFileSync(emulator.line.certificatePath, 'utf8'));

  story('with publish settings, in Spanish', { locale: 'es', theme: 'Default Dark Modern' }, (s) => {
    const view = 'Suscripciones';

    it('shows the subscriptions of the file, and which of them is no good', async () => {
      const { page } = s;
      const old = await makeManagementCertificate({ commonName: 'old', days: 365, now: new Date(2014, 1, 1) });
      const { endpoint, subscriptionId } = emulator.line;
      writeFileSync(path.join(s.folder, 'tienda.publishsettings'), buildPublishSettings([
        { subscriptionId, name: 'Tienda', endpoint, pfx: await buildPkcs12(management()) },
        { subscriptionId: 'bbbbbbbb-1111-2222-3333-444444444444', name: 'Tienda de 2014', endpoint: 'https://management.core.windows.net', pfx: await buildPkcs12(old) },
      ]));
      writeFileSync(path.join(s.folder, 'sitio.PublishSettings'), '<publishData><publishProfile publishMethod="MSDeploy" userPWD="secreta"/></publishData>');
      await openViewContainer(page, 'Azure Classic');
      await runCommand(page, 'Azure Classic: Agregar suscripción...');
      await asked(page, '¿Cómo quiere conectarse?');
      await s.shot('60-ways-es');
      await pick(page, 'Archivo de configuración de publicación');
      await asked(page, 'Ruta del archivo de configuración de publicación');
      await fillInput(page, path.join(s.folder, 'sitio.PublishSettings'));
      await waitForInputMessage(page, /es un perfil de publicación de un sitio web \(Web Deploy\)/);
      await s.shot('61-web-deploy-es');
      await fillInput(page, path.join(s.folder, 'tienda.publishsettings'));
      await asked(page, '¿Cuáles de sus suscripciones?');
      assert.match((await readQuickPick(page, 'Agregar suscripción'))[1]!, /Tienda de 2014.*certificado expirado/);
      await s.shot('62-which-es');
      await page.keyboard.press('Enter');
      await asked(page, `Ruta de la entidad de certificación por la que se confía en ${new URL(endpoint).host}`);
      await fillInput(page, emulator.line.caPath);
      await asked(page, 'El archivo contiene una clave sin cifrar');
      await s.shot('63-file-fate-es');
    });

    it('adds the one that was ticked, and deletes the file', async () => {
      await pick(s.page, 'Eliminarlo definitivamente');
      await treeItem(s.page, view, 'Tienda').waitFor();
      await expandTreeItem(s.page, view, 'Servicios en la nube');
      await treeItem(s.page, view, 'contoso-shop').waitFor();
      assert.ok(!existsSync(path.join(s.folder, 'tienda.publishsettings')));
      assert.equal(await treeItem(s.page, view, 'Tienda de 2014').count(), 0);
      const settings = readFileSync(path.join(s.window.userDataDir, 'Machine', 'settings.json'), 'utf8');
      assert.ok(settings.includes('"Tienda"') && !/PRIVATE|MII/.test(settings), settings);
    });

    it('tests the connection, and says that it works', async () => {
      await chooseInContextMenu(s.page, view, 'Tienda', 'Probar conexión');
      await waitForNotification(s.page, /La conexión funciona: 127\.0\.0\.1:\d+ responde para la suscripción Demo subscription \(Active\)\./);
      await s.shot('64-test-es');
      await clearNotifications(s.page);
      await chooseInContextMenu(s.page, view, 'Tienda', 'Quitar suscripción...');
      assert.match(await readDialog(s.page), /solo están en el almacén de secretos de VS Code y se eliminan de él definitivamente/);
      await s.shot('65-remove-es');
      await answerDialog(s.page, 'Quitar suscripción');
      await treeItem(s.page, view, 'Tienda').waitFor({ state: 'detached' });
    });
  });

  story('with a PFX, then with a new certificate', { theme: 'Default High Contrast' }, (s) => {
    it('takes the PFX with its password, finds the authority beside it and keeps a copy', async () => {
      const { page } = s;
      const pfx = path.join(s.folder, 'emulator.pfx');
      writeFileSync(pfx, await buildPkcs12(management(), 'contraseña€'), { mode: 0o600 });
      writeFileSync(path.join(s.folder, 'ca.pem'), readFileSync(emulator.line.caPath));
      await openViewContainer(page, 'Azure Classic');
      await runCommand(page, 'Azure Classic: Add Subscription...');
      await pick(page, 'Certificate file');
      await asked(page, 'Subscription id');
      await fillInput(page, emulator.line.subscriptionId);
      await asked(page, 'Name to show it under');
      await fillInput(page, 'By PFX');
      await asked(page, 'Which cloud?');
      await pick(page, 'Another endpoint...');
      await asked(page, 'Address of the endpoint');
      await fillInput(page, emulator.line.endpoint);
      await asked(page, 'Path of the management certificate');
      await fillInput(page, pfx);
      await asked(page, 'Passphrase of the private key');
      await fillInput(page, 'contraseña');
      await waitForInputMessage(page, /passphrase does not open/);
      await s.shot('70-passphrase-hc');
      await fillInput(page, 'contraseña€');
      await asked(page, 'Where is the certificate kept?');
      await s.shot('71-where-kept-hc');
      await pick(page, 'In the secret storage of VS Code');
      await treeItem(page, tree, 'By PFX').waitFor();
      await expandTreeItem(page, tree, 'Cloud Services');
      await treeItem(page, tree, 'contoso-shop').waitFor();
    });

    it('makes a new certificate in its place, registered at once', async () => {
      const { page } = s;
      await runCommand(page, 'Azure Classic: Add Subscription...');
      await pick(page, 'Make a new certificate...');
      await asked(page, 'What is the certificate for?');
      await s.shot('72-new-target-hc');
      await pick(page, 'By PFX');
      await asked(page, 'Name of the certificate');
      await fillInput(page, 'Made here');
      await asked(page, 'Which key?');
      await pick(page, 'RSA, 3072 bits');
      await asked(page, 'For how many days is it valid?');
      await fillInput(page, '0');
      await waitForInputMessage(page, 'A number from 1 to 3650.');
      await fillInput(page, '20');
      await waitForNotification(page, /The certificate Made here is registered with the subscription/, 60_000);
      await treeItem(page, tree, 'By PFX').filter({ hasText: /certificate: (19|20) days left/ }).waitFor();
      await s.shot('73-new-registered-hc');
      const registered = await emulator.client.managementCertificates.list();
      assert.equal(registered.length, 2);
    });

    it('says so once the service does not know it any more', async () => {
      const [, made] = await emulator.client.managementCertificates.list();
      await emulator.client.managementCertificates.delete({ thumbprint: made!.thumbprint });
      await clearNotifications(s.page);
      await clickTreeItemAction(s.page, tree, 'By PFX', 'Test Connection');
      await waitForNotification(s.page, /does not know the certificate CN=Made here \([0-9A-F]{40}\) for the subscription/);
      await s.shot('74-not-registered-hc');
    });

    it('makes one for a subscription elsewhere, and saves its .cer', async () => {
      const { page } = s;
      await clearNotifications(page);
      await runCommand(page, 'Azure Classic: Add Subscription...');
      await pick(page, 'Make a new certificate...');
      await pick(page, 'Another subscription...');
      await asked(page, 'Subscription id');
      await fillInput(page, 'cccccccc-1111-2222-3333-444444444444');
      await asked(page, 'Name to show it under');
      await fillInput(page, 'Elsewhere');
      await asked(page, 'Which cloud?');
      await pick(page, 'Azure China');
      await asked(page, 'Name of the certificate');
      await fillInput(page, 'Elsewhere');
      await asked(page, 'Which key?');
      await pick(page, 'RSA, 2048 bits');
      await asked(page, 'For how many days is it valid?');
      await fillInput(page, '365');
      await asked(page, 'Save the Certificate, Without Its Key');
      await s.shot('75-save-cer-hc');
      await fillInput(page, path.join(s.folder, 'elsewhere.cer'));
      await waitForNotification(page, /elsewhere\.cer is saved\. Upload it to the subscription cccccccc-1111-2222-3333-444444444444/);
      await treeItem(page, tree, 'Elsewhere').waitFor();
      await s.shot('76-upload-hc');
      assert.equal(readFileSync(path.join(s.folder, 'elsewhere.cer'))[0], 0x30);
    });
  });
});
