import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/** What an extension is to answer for: names, words, colours, images and links. Roles and states of lists, trees and buttons are VS Code's own. */
const rules = [
  'aria-command-name', 'aria-treeitem-name', 'button-name', 'link-name', 'image-alt', 'role-img-alt', 'svg-img-alt',
  'color-contrast', 'link-in-text-block', 'empty-heading', 'duplicate-id-aria',
];

/**
 * What axe finds wrong with the parts of the window that match `ours`, as "rule: element".
 */
export async function accessibilityProblems(page: Page, ours: string): Promise<string[]> {
  // Not a script element: the page's content policy would not let it in.
  await page.evaluate(axe.source);
  const { violations, passes } = await page.evaluate(async ([selector, values]) => {
    const { axe } = globalThis as unknown as { axe: { run(context: unknown, options: unknown): Promise<AxeResults> } };
    return axe.run({ include: [selector] }, { runOnly: { type: 'rule', values }, resultTypes: ['violations', 'passes'] });
  }, [ours, rules] as const);
  if (passes.length === 0) throw new Error(`axe looked at nothing: ${ours}`);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}
