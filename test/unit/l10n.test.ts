import assert from 'node:assert/strict';
import { isCallExpression, isNewExpression, isNoSubstitutionTemplateLiteral, isStringLiteral, isTemplateExpression, SyntaxKind, type CallExpression, type Node } from 'typescript/unstable/ast';
import { certificateMessages } from '../../src/certificates/errors.ts';
import { fates, localProblems } from '../../src/protocol/localErrors.ts';
import { nodesOf, placeOf, readJson, readSources, type Source } from './sources.ts';

const spanish: Readonly<Record<string, string>> = readJson('l10n/bundle.l10n.es.json');

/** English words of other rooms, translated from their tables: `l10n.t(template, details)`, `l10n.t(fates[fate])`. */
const templates = {
  file: 'src/ui/errorWords.ts', arguments: ['template', 'fates[fate]'],
  texts: [...Object.values(certificateMessages), ...Object.values(localProblems).map(({ message }) => message), ...Object.values(fates)],
};

const isLiteral = (node: Node | undefined): node is Node & { text: string } => node !== undefined && (isStringLiteral(node) || isNoSubstitutionTemplateLiteral(node));
const isTranslation = (node: Node): node is CallExpression => isCallExpression(node) && node.expression.getText() === 'l10n.t';
const placeholders = (text: string): string[] => [...new Set([...text.matchAll(/\{[^}]*\}/g)].map(String))].sort();

describe('what the editor says', () => {
  let sources: Source[];
  let calls: { place: string; arguments: readonly Node[] }[];
  let texts: Set<string>;
  before(() => {
    sources = readSources('src').filter(({ path }) => path.startsWith('src/ui/') || path === 'src/extension.ts');
    calls = sources.flatMap((source) => [...nodesOf(source.tree)].filter(isTranslation).map((call) => ({ place: placeOf(source, call), arguments: call.arguments })));
    texts = new Set([...calls.flatMap(({ arguments: [text] }) => (isLiteral(text) ? [text.text] : [])), ...templates.texts]);
  });

  it('is written out where it is translated', () => {
    assert.ok(calls.length > 300);
    const others = calls.filter(({ arguments: [text] }) => !isLiteral(text));
    assert.deepEqual(others.map(({ place, arguments: [text] }) => `${place.replace(/:\d+$/, '')} ${text?.getText()}`), templates.arguments.map((argument) => `${templates.file} ${argument}`));
  });

  it('stands in Spanish too, all of it and nothing else', () => {
    assert.deepEqual([...texts].filter((text) => !spanish[text]), []);
    assert.deepEqual(Object.keys(spanish).filter((text) => !texts.has(text)), []);
  });

  it('has the same placeholders in Spanish', () => {
    const different = Object.entries(spanish).filter(([english, text]) => String(placeholders(english)) !== String(placeholders(text)));
    assert.deepEqual(different, []);
  });

  it('begins and ends in Spanish as in English, and opens what it closes', () => {
    const ending = (text: string) => /[.?!:…]*\)?$/.exec(text)![0];
    const odd = Object.entries(spanish).filter(([english, text]) => ending(english) !== ending(text)
      || text.split('¿').length !== text.split('?').length || text.split('¡').length !== text.split('!').length
      || /^\p{Lu}/u.test(english) !== /^[¿¡]?\p{Lu}/u.test(text) && /^\p{L}/u.test(english));
    assert.deepEqual(odd, []);
  });

  it('is right of one thing too: a count stands behind its noun, as in "role instances: {0}"', () => {
    // With a sentence of its own for one, of what is never one, or no count before it.
    const allowed = [
      /^Delete \{0\} /, /^\{0\} (cores|role instances|virtual machines)$/, /\{0\} days left/, /\{\w+\} (characters|letters|bits|bytes|days|minutes|seconds|times)\b/, /\{count\} (instances; at least one|private keys)/,
    ];
    const verbs = /^(answers|asks|does|goes|has|holds|is|loses|needs|press|reaches|redirects|refuses|runs|shows|stays|waits|wants|was)$/i;
    const counted = (text: string) => [...text.matchAll(/\{\w+\} ((?:(?:role|data|virtual|private|public|upgrade|management|service) )?[a-z]+s)\b/gi)].filter(([, words]) => !verbs.test(words!.split(' ')[0]!));
    assert.equal(counted('{0} has {1} instances now.').length, 1);
    assert.deepEqual([...texts].filter((text) => counted(text).length > 0 && !allowed.some((pattern) => pattern.test(text))), []);
  });

  it('fills every placeholder with a value', () => {
    const wrong = calls.flatMap(({ place, arguments: [text, ...values] }) => {
      const names = isLiteral(text) ? placeholders(text.text) : [];
      // Names are filled from an error's details; errorWords.test.ts runs each of those.
      if (names.some((name) => !/^\{\d+\}$/.test(name))) return place.startsWith(templates.file) && values.length === 1 ? [] : [`${place}: names`];
      const filled = values.map((_, index) => `{${index}}`);
      return String(names) === String(filled) || !isLiteral(text) ? [] : [`${place}: ${names.join(' ')} and ${values.length} values`];
    });
    assert.deepEqual(wrong, []);
  });

  it('goes through l10n.t', () => {
    assert.deepEqual(sources.flatMap((source) => bareWords(source)), []);
  });

  it('is noticed where it does not', () => {
    // Every word of these calls is bare once `l10n.t` has another name.
    const renamed = sources.filter(({ text }) => text.includes('l10n.t(')).map((source) => ({ source, words: bareWords(source, 'nothing.t') }));
    assert.ok(renamed.flatMap(({ words }) => words).length > 250);
  });
});

/** The same in every language: this extension's name, addresses, ids and other words with a dot, hyphen, slash or underscore inside. */
const sameEverywhere = /^(Azure Classic|https:\/\/\S*|\S*[._/:;§-]\S*|[\P{L}§]*)$/u;
const shownProperties = /^(title|label|description|detail|prompt|placeholder|placeHolder|message|tooltip|words|openLabel|saveLabel|validationMessage|done|text)$/;
const shownCalls = /(^|\.)(show\w+Message|setStatusBarMessage|confirm|appendText|appendMarkdown|report)$|^new (Error|TreeItem|MarkdownString)$/;

/** Words that reach people without `l10n.t`: whatever reads like a sentence, and lone words in places where words are shown. */
function bareWords(source: Source, translation = 'l10n.t'): string[] {
  return [...nodesOf(source.tree)].filter((node) => isLiteral(node) || isTemplateExpression(node)).filter((node) => {
    const text = isLiteral(node) ? node.text : node.getText(source.tree).slice(1, -1).replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '§').replace(/\$\([\w~-]+\)/g, '');
    const use = useOf(node);
    if (sameEverywhere.test(text) || use === translation || use === 'import' || use === 'logError' || /(^|\.)#?log\.\w+$/.test(use)) return false;
    return /\p{L}{2,}[,;:.]? \p{L}{2,}/u.test(text) || (/\p{L}{3,}/u.test(text) && (shownProperties.test(use) || shownCalls.test(use)));
  }).map((node) => `${placeOf(source, node)} ${node.getText(source.tree)}`);
}

/** The call, construction or property whose value a literal is, if need be through `? :`, `??`, `+`, lists and parentheses. */
function useOf(literal: Node): string {
  for (let node = literal; node.parent; node = node.parent) {
    const { parent } = node;
    if (isCallExpression(parent) || isNewExpression(parent)) return node === parent.expression ? '' : `${isNewExpression(parent) ? 'new ' : ''}${parent.expression.getText()}`;
    if (parent.kind === SyntaxKind.PropertyAssignment) return (parent as Node & { name: Node }).name.getText();
    if (parent.kind === SyntaxKind.BinaryExpression) {
      const { left, operatorToken } = parent as Node & { left: Node; operatorToken: Node };
      if (operatorToken.kind === SyntaxKind.EqualsToken) return /\w+$/.exec(left.getText())?.[0] ?? '';
      if (/^[!=]==?$/.test(operatorToken.getText())) return '';
    }
    if (parent.kind === SyntaxKind.ImportDeclaration) return 'import';
    if (parent.kind === SyntaxKind.Block || parent.kind === SyntaxKind.SourceFile) return '';
  }
  return '';
}
