import assert from 'node:assert/strict';
import { answerDialog, chooseInContextMenu, clickTreeItemAction, expandTreeItem, openViewContainer, readDialog, readQuickPick, readTree, runCommand, treeItem, view } from '../tools/window.ts';
import { runShop } from './emulatorProcess.ts';
import { asked, operation, story } from './story.ts';

const w = {
  view: 'Suscripciones', emulator: 'Emulador local', services: 'Servicios en la nube', production: 'Producción', attached: 'se ejecuta en otro lugar',
  running: /· en ejecución$/, deploy: 'Azure Classic: Implementar paquete...', whichPackage: '¿Qué paquete?', menu: 'Eliminar implementación...', question: '¿Eliminar la implementación Tienda 1?', cancel: 'Cancel',
  operations: 'Operaciones', suspend: 'Suspender implementación', run: 'Ejecutar implementación', failed: '· error', succeeded: '· correcto', state: /Estado:\s+error/,
} as const;

describe('An emulator that runs in a terminal', () => {
  const shop = runShop();
  Object.assign(shop.machineSettings, { 'azureClassic.operations.notifications': 'never' });

  story('shown in Spanish', { locale: 'es', theme: 'Default Light Modern', machineSettings: shop.machineSettings }, (s) => {
    it('is found without being asked for, and its tree says how everything stands', async () => {
      await openViewContainer(s.page, 'Azure Classic');
      await expandTreeItem(s.page, w.view, w.emulator, w.services, 'contoso-shop', w.production);
      await treeItem(s.page, w.view, 'OrderProcessor_IN_1').waitFor();
      const rows = await readTree(s.page, w.view);
      assert.equal(rows.find((row) => row.label === w.emulator)?.description, w.attached);
      assert.match(rows.find((row) => row.label === w.production)?.description ?? '', w.running);
      await s.shot('40-tree');
    });

    it('asks in the same language', async () => {
      await runCommand(s.page, w.deploy);
      await asked(s.page, w.whichPackage);
      assert.match((await readQuickPick(s.page, /./))[0]!, /^ContosoShop\.cspkg/);
      await s.shot('41-deploy');
      await s.page.keyboard.press('Escape');
      await chooseInContextMenu(s.page, w.view, w.production, w.menu);
      assert.ok((await readDialog(s.page)).includes(w.question), await readDialog(s.page));
      await s.shot('42-delete');
      await answerDialog(s.page, w.cancel);
    });

    it('shows what goes on and how it ended, without a notification where none is wanted', async () => {
      const { page } = s;
      const suspend = async () => {
        await clickTreeItemAction(page, w.view, w.production, w.suspend);
        await answerDialog(page, w.suspend);
      };
      await shop.emulator.setFaults('deployments.updateStatus:fail:1');
      await suspend();
      await operation(page, w.suspend, w.failed, w.operations).waitFor();
      await expandTreeItem(page, w.operations, w.suspend);
      await page.getByRole('treeitem', { name: /InternalError/ }).click();
      await page.locator('.view-lines', { hasText: w.state }).waitFor();
      await shop.emulator.setFaults('operations.getStatus:503');
      await suspend();
      await view(page, w.operations).locator('.codicon-loading').waitFor();
      await s.shot('43-operations');
      await shop.emulator.setFaults('');
      await operation(page, w.suspend, w.succeeded, w.operations).waitFor();
      await clickTreeItemAction(page, w.view, w.production, w.run);
      await operation(page, w.run, w.succeeded, w.operations).waitFor();
      assert.equal(await page.locator('.notification-list-item').count(), 0);
    });
  });
});
