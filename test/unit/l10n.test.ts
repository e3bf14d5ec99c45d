import assert from 'node:assert/strict';
import { isCallExpression, isNoSubstitutionTemplateLiteral, isObjectLiteralExpression, isSpreadElement, isStringLiteral, isTemplateExpression, type CallExpression, type Node } from 'typescript/unstable/ast';
import { certificateMessages } from '../../src/certificates/errors.ts';
import { nodesOf, placeOf, readJson, readSources, type Source } from './sources.ts';

const spanish: Readonly<Record<string, string>> = readJson('l10n/bundle.l10n.es.json');

/** Tables of English words that are translated by their entries: `l10n.t(template, details)`. */
const tables: Readonly<Record<string, Readonly<Record<string, string>>>> = { 'src/ui/errorWords.ts': certificateMessages };

const placeholders = (text: string): string[] => [...text.matchAll(/\{[^}]*\}/g)].map(String).sort();
const isLiteral = (node: Node | undefined): node is Node & { text: string } => node !== undefined && (isStringLiteral(node) || isNoSubstitutionTemplateLiteral(node));
const isTranslation = (node: Node): node is CallExpression => isCallExpression(node) && node.expression.getText() === 'l10n.t';

/** Says why a call of `l10n.t` leaves a placeholder of its text unfilled, or a value unused. */
function badValues([text, ...values]: readonly Node[]): string | undefined {
  const names = [...new Set(placeholders((text as Node & { text: string }).text))];
  // A record of values fills names, and a test of its own runs those.
  if (values.length === 1 && names.length > 0 && !names.includes('{0}')) return isObjectLiteralExpression(values[0]!) || /^\w+$/.test(values[0]!.getText()) ? undefined : 'names want an object';
  if (values.some(isSpreadElement)) return 'values cannot be counted';
  const wanted = values.map((_, index) => `{${index}}`).sort();
  return JSON.stringify(names.sort()) === JSON.stringify(wanted) ? undefined : `${names.join(' ') || 'nothing'} in the text, ${values.length} values`;
}

/** Text on the screen that is the same in every language: names, addresses, forms. */
const sameEverywhere = /^(Azure Classic|https:\/\/|[a-z]+:|[\w.-]*[._-][\w.-]*|[\W\d_]*)$/;
/** Where a lone word is already shown to people. */
const shownProperties = /^(title|label|description|detail|prompt|placeholder|placeHolder|message|tooltip|words|openLabel|saveLabel|validationMessage|done|name)$/;
const shownCalls = /^(window\.(show|setStatusBar)\w*|confirm|new (Error|TreeItem|MarkdownString)|ask\.\w+|\w*\.append(Text|Markdown))$/;

/** Words that reach people without `l10n.t`: whatever reads like a sentence, and lone words where such are shown. */
function bareWords(source: Source): string[] {
  return [...nodesOf(source.tree)].filter((node) => isLiteral(node) || isTemplateExpression(node)).filter((node) => {
    const text = isLiteral(node) ? node.text : node.getText(source.tree).slice(1, -1).replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '§');
    if (sameEverywhere.test(text) || isFor(node, 'machines')) return false;
    return /\p{L}{2,}[,;:.?!]? +\p{L}{2,}/u.test(text) || (/\p{L}{3,}/u.test(text) && isFor(node, 'people'));
  }).map((node) => `${placeOf(source, node)} ${node.getText(source.tree)}`);
}

/** What the nearest call, construction or property around a literal uses it for. */
function isFor(node: Node, whom: 'people' | 'machines'): boolean {
  for (let at: Node = node; at.parent; at = at.parent) {
    const around = at.parent as Node & { expression?: Node; name?: Node };
    const text = (isCallExpression(around) || around.kind === newExpression) && at !== around.expression ? around.expression!.getText() : undefined;
    if (text !== undefined) {
      if (whom === 'machines') return /^l10n\.t$|(^|[.#])log\.\w+$|^import$/.test(text);
      return shownCalls.test(around.kind === newExpression ? `new ${text}` : text);
    }
    if (around.name && at !== around.name) return whom === 'people' && shownProperties.test(around.name.getText());
    if (around.kind === importDeclaration || around.kind === literalType) return whom === 'machines';
  }
  return false;
}
