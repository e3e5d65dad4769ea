// node validate.mjs FOLDER: every .html file below it against html-validate's recommended rules; prints what is wrong, a line each.
import { HtmlValidate, FileSystemConfigLoader } from 'html-validate';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const rules = {
  // How tags are written is Razor's business, and changes nothing for who reads them.
  'void-style': 'off', 'no-trailing-whitespace': 'off', 'attribute-boolean-style': 'off', 'attribute-empty-style': 'off', 'attr-quotes': 'off', 'doctype-style': 'off', 'no-raw-characters': 'off',
  // Titles name the thing first; no page is cut off by its length.
  'long-title': 'off',
  // Boxes that are ticked for one answer have one name, as HTML has it.
  'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'button', 'submit', 'reset'] }],
};
const validator = new HtmlValidate(new FileSystemConfigLoader({ root: true, extends: ['html-validate:recommended'], rules }));
const folder = process.argv[2];
for (const name of readdirSync(folder).filter(name => name.endsWith('.html'))) {
  const html = readFileSync(join(folder, name), 'utf8');
  const report = await validator.validateString(html, name);
  for (const result of report.results) {
    for (const message of result.messages) {
      const line = html.split('\n')[message.line - 1] ?? '';
      console.log(`${name}:${message.line}: ${message.ruleId}: ${message.message}: ${line.slice(Math.max(0, message.column - 40), message.column + 80).trim()}`);
    }
  }
}
