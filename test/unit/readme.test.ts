import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { certificateMessages } from '../../src/certificates/errors.ts';
import { localProblems } from '../../src/protocol/localErrors.ts';
import { packedReadme } from '../tools/packedReadme.ts';
import { readJson, root } from './sources.ts';

const languages = ['en', 'es'] as const;
const texts = { en: readFileSync(`${root}README.md`, 'utf8'), es: readFileSync(`${root}README.es.md`, 'utf8') };
const titles: Readonly<Record<'en' | 'es', Readonly<Record<string, string>>>> = { en: readJson('package.nls.json'), es: readJson('package.nls.es.json') };
const { commands, configuration, languageModelTools } = readJson('package.json').contributes as { commands: { title: string }[]; configuration: { properties: object }; languageModelTools: { displayName: string }[] };

const titleOf = (language: 'en' | 'es', key: string): string => titles[language][key.slice(1, -1)]!.replace(/\.\.\.$/, '');
const codeBlocks = (text: string): string[] => [...text.matchAll(/^```\w*\n[^]*?^```$/gm)].map(([block]) => block);

/** What a text is made of, section by section, without its words: the level of its heading, its rows, points and pictures. */
const frame = (text: string): string[] => text.split(/^(?=#+ )/m).filter((section) => section.startsWith('#')).map((section) => {
  const count = (pattern: RegExp): number => section.match(pattern)?.length ?? 0;
  return `${/^#+/.exec(section)![0]} ${count(/^\|/gm)} rows of ${count(/\|/g)} cells, ${count(/^- /gm)} points, ${count(/^!\[/gm)} pictures, ${count(/\n\n/g)} paragraphs`;
});
/** The tables of a text by their first column. */
const firstCells = (text: string, heading: RegExp): string[] => (text.split(/^## /m).find((section) => heading.test(section)) ?? '').split('\n').filter((line) => /^\| [^-]/.test(line)).slice(1).map((line) => line.split(' | ')[0]!);
const namesIn = (cells: readonly string[]): string[] => cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!));

describe('the README in English and in Spanish', () => {
  it('is the same document', () => {
    assert.deepEqual(frame(texts.es), frame(texts.en));
    assert.deepEqual(codeBlocks(texts.es), codeBlocks(texts.en));
    assert.match(texts.en, /\[Español\]\(README\.es\.md\)/);
    assert.match(texts.es, /\[English\]\(README\.md\)/);
  });

  it('names every command in the words of the command palette', () => {
    for (const language of languages) {
      const missing = commands.map(({ title }) => titleOf(language, title)).filter((title) => !new RegExp(`(?:\\| |· )${title}(?: ·| \\|)`).test(texts[language]));
      assert.deepEqual(missing, [], language);
    }
  });

  it('names every setting, and every tool for language models', () => {
    const settings = Object.keys(configuration.properties).sort();
    assert.deepEqual(namesIn(firstCells(texts.en, /^Settings/)).sort(), settings);
    assert.deepEqual(namesIn(firstCells(texts.es, /^Configuración/)).sort(), settings);
    for (const language of languages) assert.deepEqual(languageModelTools.map(({ displayName }) => `*${titleOf(language, displayName)}*`).filter((name) => !texts[language].includes(name)), [], language);
  });

  it('explains codes that there are, the same in both', () => {
    const codes = namesIn(firstCells(texts.en, /^Troubleshooting/));
    assert.deepEqual(namesIn(firstCells(texts.es, /^Solución de problemas/)), codes);
    assert.ok(codes.length > 20, String(codes));
    const known = new Set([...Object.values(localProblems).map(({ code }) => code), ...Object.keys(certificateMessages),
      ...['src/emulator/refusal.ts', 'src/emulator/errors.ts'].flatMap((file) => [...readFileSync(root + file, 'utf8').matchAll(/\b(?:recorded|documented|ours)\((?:\d+|status), '(\w+)'/g)].map(([, code]) => code!)),
      ...[...readFileSync(`${root}src/ui/errorWords.ts`, 'utf8').matchAll(/^ {2}(\w+): \(/gm)].map(([, code]) => code!)]);
    assert.deepEqual(codes.filter((code) => !known.has(code)), []);
  });

  it('quotes what the service really says', () => {
    const emulator = ['src/emulator/errors.ts', 'src/serviceFiles/check.ts'].map((file) => readFileSync(root + file, 'utf8')).join('\n');
    const quoted = firstCells(texts.en, /^Troubleshooting/).flatMap((cell) => [...cell.matchAll(/"([^"]+)"/g)].flatMap(([, words]) => words!.split(' ... ')));
    assert.ok(quoted.length > 5);
    assert.deepEqual(quoted.filter((words) => !emulator.includes(words)), []);
  });

  it('has its pictures, small and in its language, and leads nowhere that is not there', () => {
    for (const language of languages) {
      const pictures = [...texts[language].matchAll(/!\[([^\]]+)\]\(([^)]+)\)/g)].map(([, , file]) => file!);
      assert.equal(pictures.length, 5);
      for (const picture of pictures) {
        assert.match(picture, new RegExp(`^media/readme/${language}/\\w+\\.png$`));
        assert.ok(statSync(root + picture).size < 150 * 1024, picture);
      }
      const anchors = [...texts[language].matchAll(/^#+ (.+)$/gm)].map(([, heading]) => `#${heading!.toLowerCase().replaceAll(' ', '-')}`);
      const links = [...texts[language].matchAll(/(?<!!)\[[^\]]+\]\((?!https:)([^)]+)\)/g)].map(([, link]) => link!);
      assert.ok(links.length > 2);
      assert.deepEqual(links.filter((link) => (link.startsWith('#') ? !anchors.includes(link) : !existsSync(root + link))), []);
    }
  });

  it('is one text in the package, without pictures and links that the page of an extension cannot follow', () => {
    const packed = packedReadme([texts.en, texts.es]);
    assert.doesNotMatch(packed, /!\[|media\/readme/);
    const headings = [...packed.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => `#${heading!.toLowerCase().replaceAll(' ', '-')}`);
    assert.equal(new Set(headings).size, headings.length);
    const links = [...packed.matchAll(/\]\((?!https:)([^)]+)\)/g)].map(([, link]) => link!);
    assert.ok(['#azure-classic-for-vs-code', '#azure-classic-para-vs-code'].every((link) => links.includes(link)));
    assert.deepEqual(links.filter((link) => !headings.includes(link)), []);
    assert.match(packed, /CONTRIBUTING\.md has the rest/);
  });
});
