// npm run pictures: takes the pictures of README.md and README.es.md from the packaged extension in a real VS Code (media/readme/<language>/).
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { asked } from '../e2e/story.ts';
import { chooseInContextMenu, clearNotifications, expandTreeItem, fillInput, openViewContainer, openWindow, pick, readDialog, runCommand, treeItem, waitForNotification } from './window.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const readJson = (file: string) => JSON.parse(readFileSync(path.join(repository, file), 'utf8')) as Record<string, string>;
const most = 150 * 1024;
/** Nothing beside what a picture is about. */
const settings = {
  'window.title': 'ContosoShop', 'workbench.layoutControl.enabled': false, 'breadcrumbs.enabled': false, 'editor.minimap.enabled': false,
  'diffEditor.renderSideBySide': false, 'diffEditor.renderOverviewRuler': false,
};

interface Words {
  readonly locale: 'en' | 'es';
  /** Of package.nls.json, by key. */
  title(key: string): string;
  /** Of the code, by its English. */
  say(english: string, ...values: string[]): string;
}

function words(locale: 'en' | 'es'): Words {
  const titles = readJson(locale === 'en' ? 'package.nls.json' : 'package.nls.es.json');
  const bundle = readJson('l10n/bundle.l10n.es.json');
  const said = (english: string) => (locale === 'en' ? english : bundle[english]) ?? (() => { throw new Error(`There is no Spanish for "${english}"`); })();
  return { locale, title: (key) => titles[key]!, say: (english, ...values) => said(english).replace(/\{(\d)\}/g, (whole, at: string) => values[Number(at)] ?? whole) };
}

/** The first five minutes, from an empty window to a configuration that was changed. */
async function takePictures({ locale, title, say }: Words): Promise<void> {
  const home = mkdtempSync(path.join(tmpdir(), 'azure-classic-pictures-'));
  const folder = path.join(home, 'ContosoShop');
  cpSync(path.join(repository, 'dist/sample'), folder, { recursive: true });
  const pictures = path.join(repository, 'media/readme', locale);
  mkdirSync(pictures, { recursive: true });
  const window = await openWindow({
    extension: { vsix: path.join(repository, 'dist/azure-classic.vsix') }, folder, locale, theme: 'Default Dark Modern', viewport: { width: 1040, height: 700 },
    settings, machineSettings: { 'azureClassic.emulator.operationSeconds': 1 },
  });
  const { page } = window;
  const [tree, operations] = [title('view.subscriptions'), title('view.operations')];
  const command = (key: string) => runCommand(page, `Azure Classic: ${title(key)}`);
  const shot = async (name: string): Promise<void> => {
    const file = path.join(pictures, `${name}.png`);
    await page.mouse.move(900, 670);
    await page.screenshot({ path: file, animations: 'disabled' });
    const { size } = statSync(file);
    console.log(`${path.relative(repository, file)}  ${Math.ceil(size / 1024)} KiB`);
    if (size > most) throw new Error(`${file} is larger than ${most / 1024} KiB`);
  };
  try {
    await openViewContainer(page, 'Azure Classic');
    await widenSideBar(page, 430);
    await command('command.emulator.start');
    await expandTreeItem(page, tree, say('Cloud Services'));
    await treeItem(page, tree, 'contoso-shop').waitFor();

    await command('command.deployments.deploy');
    await asked(page, say('Which package?'));
    await pick(page, 'ContosoShop.cspkg');
    await asked(page, say('Which service configuration?'));
    await pick(page, 'ServiceConfiguration.Cloud.cscfg');
    await asked(page, say('To which cloud service?'));
    await pick(page, 'contoso-shop');
    await asked(page, say('To which slot of {0}?', 'contoso-shop'));
    await pick(page, say('Staging'));
    await asked(page, say('Label of the deployment, at most {0} characters', '100'));
    await fillInput(page, 'Contoso Shop 2.0');
    await asked(page, say('Through which storage account is the package uploaded?'));
    await pick(page, 'contosopackages');
    await asked(page, say('What happens to it once it is there?'));
    await pick(page, say('Start it'));
    await asked(page, say('Is everything right? Choose a line to change it.'));
    await shot('deploy');

    await page.keyboard.press('Enter');
    await waitForNotification(page, say('{0} is deployed to the {1} slot of {2}. Its role instances are ready.', 'ContosoShop.cspkg', say('staging'), 'contoso-shop'));
    await clearNotifications(page);
    await expandTreeItem(page, tree, 'contoso-shop', say('Staging'), 'StoreFront', 'OrderProcessor');
    await expandTreeItem(page, operations, say('Deploy Package'));
    await chooseInContextMenu(page, tree, say('Staging'), title('command.deployments.openConfiguration'));
    const instances = page.locator('.monaco-editor .view-line', { hasText: 'Instances count' }).last();
    await instances.click();
    await shot('deployed');

    await page.keyboard.press('End');
    for (const _ of '" />') await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('3');
    await page.keyboard.press('ControlOrMeta+S');
    await asked(page, say('Upload it to the {0} deployment of {1}?', say('staging'), 'contoso-shop'));
    await page.locator('.monaco-diff-editor .char-insert').first().waitFor();
    await shot('configuration');
    await page.keyboard.press('Enter');
    await waitForNotification(page, say('The {0} deployment of {1} has its new configuration.', say('staging'), 'contoso-shop'));
    await clearNotifications(page);

    await chooseInContextMenu(page, tree, 'contoso-shop', title('command.deployments.swap'));
    await readDialog(page);
    await shot('swap');
    await page.keyboard.press('Escape');
    await page.locator('.monaco-dialog-box').waitFor({ state: 'detached' });

    await command('command.subscriptions.add');
    await asked(page, say('How do you want to connect?'));
    await shot('connect');
  } finally {
    await window.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function widenSideBar(page: Page, width: number): Promise<void> {
  const box = (await page.locator('.part.sidebar').boundingBox())!;
  await page.mouse.move(box.x + box.width, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + width, box.y + box.height / 2);
  await page.mouse.up();
}

for (const locale of ['en', 'es'] as const) await takePictures(words(locale));
