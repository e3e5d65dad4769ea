// Speaks to the sandbox with Razorpay's own client, so that the sandbox's reading of the rules is not only ours.
//   npm install razorpay@2.9.8
//   node razorpay-links.mjs <address of Razorpay in the sandbox> <address of its control plane>
import assert from 'node:assert';
import crypto from 'node:crypto';
import http from 'node:http';
import Razorpay from 'razorpay';
import utils from 'razorpay/dist/utils/razorpay-utils.js';

const { validateWebhookSignature, validatePaymentVerification } = utils;
const [address, control] = process.argv.slice(2).map(text => text.replace(/\/$/, ''));
const merchant = { provider: 'razorpay', id: 'node', keyId: 'rzp_test_node', keySecret: 'node-secret', webhookSecrets: ['node-hook'] };
const client = new Razorpay({ key_id: merchant.keyId, key_secret: merchant.keySecret });
client.api.rq.defaults.baseURL = address;

async function act(path, body) {
  const answer = await fetch(control + path, { method: 'POST', body: JSON.stringify(body ?? {}) });
  assert.ok(answer.ok, `${path}: ${answer.status} ${await answer.text()}`);
}

async function refused(promise, status, words) {
  const error = await promise.then(() => assert.fail('was not refused'), failure => failure);
  assert.equal(error.statusCode, status);
  assert.equal(error.error.code, 'BAD_REQUEST_ERROR');
  assert.match(error.error.description, words);
}

async function main() {
  const hooks = [];
  const inbox = http.createServer((request, response) => {
    const chunks = [];
    request.on('data', chunk => chunks.push(chunk)).on('end', () => {
      hooks.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      response.end();
    });
  });
  await new Promise(done => inbox.listen(0, '127.0.0.1', done));
  await act('/accounts', { ...merchant, webhookUrl: `http://127.0.0.1:${inbox.address().port}/` });

  const reference = `visit-${crypto.randomUUID()}`.slice(0, 40);
  const order = {
    amount: 50000, currency: 'INR', accept_partial: false, reference_id: reference, description: 'Visit to Zoë',
    expire_by: Math.floor(Date.now() / 1000) + 1800, notify: { sms: false, email: false }, reminder_enable: false,
    notes: { payment_id: 'p1' }, callback_url: 'https://clinic.example/back', callback_method: 'get',
  };
  const link = await client.paymentLink.create(order);
  assert.equal(link.status, 'created');
  await refused(client.paymentLink.create(order), 400, /already attempted/);
  assert.equal((await client.paymentLink.all({ reference_id: reference })).payment_links[0].id, link.id);

  await act(`/checkouts/${link.id}/decline`);
  const form = new URLSearchParams({ action: 'pay' });
  const paid = await fetch(link.short_url, { method: 'POST', body: form, redirect: 'manual' });
  const back = new URL(paid.headers.get('location')).searchParams;
  assert.ok(validatePaymentVerification({
    payment_link_id: back.get('razorpay_payment_link_id'), payment_id: back.get('razorpay_payment_id'),
    payment_link_reference_id: back.get('razorpay_payment_link_reference_id'), payment_link_status: back.get('razorpay_payment_link_status'),
  }, back.get('razorpay_signature'), merchant.keySecret));

  const read = await client.paymentLink.fetch(link.id);
  assert.equal(read.status, 'paid');
  const attempts = await client.orders.fetchPayments(read.order_id);
  assert.deepEqual(attempts.items.map(item => item.status), ['failed', 'captured']);
  const payment = back.get('razorpay_payment_id');
  assert.equal((await client.payments.fetch(payment)).amount, 50000);
  await refused(client.paymentLink.cancel(link.id), 400, /cancelled/);

  const refund = await client.payments.refund(payment, { amount: 20000, speed: 'normal', receipt: 'r1' });
  assert.equal(refund.status, 'processed');
  assert.equal((await client.refunds.fetch(refund.id)).payment_id, payment);
  assert.equal((await client.payments.fetchMultipleRefund(payment, {})).count, 1);
  await refused(client.payments.refund(payment, { amount: 30001 }), 400, /greater/);

  await act('/webhooks/settled');
  inbox.close();
  assert.ok(hooks.length >= 6);
  for (const { headers, body } of hooks) {
    assert.ok(headers['x-razorpay-event-id']);
    assert.ok(validateWebhookSignature(body, headers['x-razorpay-signature'], merchant.webhookSecrets[0]));
  }

  console.log(`All well: ${hooks.length} notifications verified.`);
}

// Ended by hand: connections that are kept alive would hold the program for a minute or more.
main().then(() => process.exit(0), failure => {
  console.error(failure);
  process.exit(1);
});
