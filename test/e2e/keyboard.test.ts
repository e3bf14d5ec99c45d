import assert from 'node:assert/strict';
import { accessibilityProblems } from '../tools/axe.ts';
import { readTree, treeItem, waitForNotification } from '../tools/window.ts';
import { asked, story, tree } from './story.ts';

story('By the keyboard alone', { theme: 'Default High Contrast' }, (s) => {
  const press = async (...keys: string[]) => { for (const key of keys) await s.page.keyboard.press(key); };
  /** The palette, as it is opened and answered without a mouse. */
  async function run(title: string): Promise<void> {
    await press('F1');
    await s.page.locator('.quick-input-widget input.input').and(s.page.locator(':focus')).waitFor();
    await s.page.keyboard.type(title);
    await s.page.locator('.quick-input-widget .monaco-list-row.focused').filter({ hasText: title }).waitFor();
    await press('Enter');
  }
  /** Goes down the focused list until this is the row, and takes it. */
  async function choose(text: string): Promise<void> {
    await s.page.locator('.quick-input-widget [role="option"]').filter({ hasText: text }).first().waitFor();
    for (let presses = 0; presses < 30; presses++) {
      if (await s.page.locator('.quick-input-widget .monaco-list-row.focused').filter({ hasText: text }).count() > 0) return press('Enter');
      await press('ArrowDown');
    }
    assert.fail(`no arrow leads to ${text}`);
  }
  const focusedRow = () => s.page.locator('.monaco-list:focus [role="treeitem"].focused, [role="treeitem"].focused').first();
  async function goTo(label: string): Promise<void> {
    await treeItem(s.page, tree, label).waitFor();
    for (let presses = 0; presses < 40; presses++) {
      if (await treeItem(s.page, tree, label).and(s.page.locator('.focused')).count() > 0) return;
      await press('ArrowDown');
    }
    assert.fail(`no arrow leads to ${label}, but to ${await focusedRow().innerText()}`);
  }

  it('the welcome view is reached and its button pressed', async () => {
    // Until the extension is there, the palette does not know its view.
    await s.page.locator('.activitybar a[aria-label^="Azure Classic"]').waitFor();
    await run('Azure Classic: Focus on Subscriptions View');
    await s.page.getByText('Nothing is connected yet').waitFor();
    const button = s.page.locator('.welcome-view-content .monaco-button').filter({ hasText: 'Start Local Emulator' });
    for (let presses = 0; presses < 15 && !await button.evaluate((element) => element === element.ownerDocument.activeElement); presses++) await press('Tab');
    assert.ok(await button.evaluate((element) => element === element.ownerDocument.activeElement), 'Tab reaches the button');
    await press('Enter');
    await treeItem(s.page, tree, 'Local emulator').waitFor();
  });

  it('a cloud service is opened with arrows', async () => {
    await run('Azure Classic: Focus on Subscriptions View');
    await press('Home');
    await goTo('Cloud Services');
    await press('ArrowRight');
    await goTo('contoso-shop');
    await press('ArrowRight');
    await goTo('Staging');
    assert.ok((await readTree(s.page, tree)).some(({ label }) => label === 'Production'));
    await s.shot('60-keyboard-tree');
  });

  it('the sample is deployed', async () => {
    await run('Azure Classic: Deploy the Sample...');
    await asked(s.page, 'To which cloud service?');
    await choose('contoso-shop');
    await asked(s.page, 'To which slot');
    await choose('Staging');
    await asked(s.page, 'Label of the deployment');
    await press('Enter');
    await asked(s.page, 'Through which storage account');
    await choose('contosopackages');
    await asked(s.page, 'What happens to it');
    await choose('Start it');
    await asked(s.page, 'Is everything right?');
    await s.shot('61-keyboard-review');
    assert.deepEqual(await accessibilityProblems(s.page, '.quick-input-widget [role=option]'), []);
    await press('Enter');
    await waitForNotification(s.page, 'ContosoShop.cspkg is deployed to the staging slot of contoso-shop', 60_000);
    await treeItem(s.page, tree, 'StoreFront_IN_0').waitFor({ timeout: 60_000 });
    await s.shot('62-keyboard-deployed');
  });
});
