// Verifies requests with the reference library of Standard Webhooks. Reads a JSON file, a list of {secret, headers, body}; says "All well" or fails.
//   npm install --save-exact standardwebhooks@1.1.1
//   node verify-webhooks.mjs <file>
import { readFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';

for (const { secret, headers, body } of JSON.parse(readFileSync(process.argv[2], 'utf8'))) {
  const event = new Webhook(secret).verify(body, headers);
  if (!event.type || !event.timestamp || !event.data) throw new Error(`no event: ${body}`);
}

console.log('All well');
