// node validate.mjs FOLDER: every .html file below it against html-validate's recommended rules; prints what is wrong, a line each.
import { HtmlValidate, FileSystemConfigLoader } from 'html-validate';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const rules = {
  // How tags are written is Razor's business, and changes nothing for who reads them.
  'void-style': 'off', 'no-trailing-whitespace': 'off', 'attribute-boolean-style': 'off', 'attribute-empty-style': 'off', 'attr-quotes': 'off', 'doctype-style': 'off', 'no-raw-characters': 'off',
  // A button in a form sends it, which is what each of ours is for.
  'no-implicit-button-type': 'off',
  // Several boxes, or several doctors, go under one name.
  'form-dup-name': 'off',
  // A page that waits for a payment renews itself for readers without scripts.
  'meta-refresh': 'off',
  // What scrolls is a region by its label; it is a box like any other otherwise.
  'prefer-native-element': ['error', { exclude: ['region'] }],
  'aria-label-misuse': ['error', { allowAnyNamable: true }],
  // Titles name the thing first; no page is cut off by its length.
  'long-title': 'off',
};
const validator = new HtmlValidate(new FileSystemConfigLoader({ root: true, extends: ['html-validate:recommended'], rules }));
const folder = process.argv[2];
for (const name of readdirSync(folder).filter(name => name.endsWith('.html'))) {
  const html = readFileSync(join(folder, name), 'utf8');
  const report = await validator.validateString(html, name);
  for (const result of report.results) {
    // Three of a kind tell enough.
    const told = {};
    for (const message of result.messages) {
      told[message.ruleId] = (told[message.ruleId] ?? 0) + 1;
      if (told[message.ruleId] > 3) continue;
      const line = html.split('\n')[message.line - 1] ?? '';
      console.log(`${name}:${message.line}: ${message.ruleId}: ${message.message}: ${line.slice(Math.max(0, message.column - 40), message.column + 80).trim()}`);
    }
  }
}
