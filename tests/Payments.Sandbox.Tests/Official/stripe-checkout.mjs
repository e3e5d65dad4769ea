// Speaks to the sandbox with Stripe's own client, so that the sandbox's reading of the rules is not only ours.
//   npm install --save-exact stripe@23.1.0
//   node stripe-checkout.mjs <address of Stripe in the sandbox> <address of its control plane>
import assert from 'node:assert';
import http from 'node:http';
import Stripe from 'stripe';

const [address, control] = process.argv.slice(2).map(text => new URL(text));
const merchant = { provider: 'stripe', id: 'node', secretKey: 'sk_test_node', webhookSecrets: ['whsec_new', 'whsec_old'] };
const stripe = new Stripe(merchant.secretKey, {
  host: address.hostname, port: Number(address.port), protocol: 'http', maxNetworkRetries: 2, telemetry: false,
});

async function act(path, body) {
  const answer = await fetch(new URL(path, control), { method: 'POST', body: JSON.stringify(body ?? {}) });
  assert.ok(answer.ok, `${path}: ${answer.status} ${await answer.text()}`);
}

async function refused(promise, type, words) {
  const error = await promise.then(() => assert.fail('was not refused'), failure => failure);
  assert.ok(error instanceof type, `${error}`);
  assert.match(error.message, words);
  return error;
}

function order() {
  return {
    mode: 'payment',
    line_items: [{ quantity: 1, price_data: { currency: 'eur', unit_amount: 4500, product_data: { name: 'Visit to Zoë' } } }],
    success_url: 'https://clinic.example/back?session={CHECKOUT_SESSION_ID}', cancel_url: 'https://clinic.example/back',
    client_reference_id: 'p1', metadata: { payment_id: 'p1' }, payment_intent_data: { metadata: { payment_id: 'p1' } },
    expires_at: Math.floor(Date.now() / 1000) + 3600, submit_type: 'book', adaptive_pricing: { enabled: false },
  };
}

async function checkouts() {
  const params = order();
  const session = await stripe.checkout.sessions.create(params, { idempotencyKey: 'create-1' });
  const replay = await stripe.checkout.sessions.create(params, { idempotencyKey: 'create-1' });
  assert.equal(replay.id, session.id);
  assert.equal(replay.lastResponse.headers['idempotent-replayed'], 'true');
  assert.equal(replay.lastResponse.idempotencyKey, 'create-1');
  assert.ok(replay.lastResponse.requestId);
  await refused(
    stripe.checkout.sessions.create({ ...params, locale: 'de' }, { idempotencyKey: 'create-1' }), Stripe.errors.StripeIdempotencyError, /same parameters/);
  const unknown = await refused(stripe.checkout.sessions.create({ ...params, colour: 'red' }), Stripe.errors.StripeInvalidRequestError, /unknown parameter/);
  assert.equal(unknown.code, 'parameter_unknown');
  await refused(new Stripe('sk_test_wrong', { host: address.hostname, port: Number(address.port), protocol: 'http' }).refunds.list(),
    Stripe.errors.StripeAuthenticationError, /Invalid API Key/);
  await refused(stripe.checkout.sessions.retrieve('cs_test_nobody'), Stripe.errors.StripeInvalidRequestError, /No such checkout.session/);

  const left = await stripe.checkout.sessions.create(order());
  assert.equal((await stripe.checkout.sessions.expire(left.id)).status, 'expired');
  await refused(stripe.checkout.sessions.expire(left.id), Stripe.errors.StripeInvalidRequestError, /status of expired/);
  return session;
}

async function outages() {
  await act('/faults', { provider: 'stripe', operation: 'create', kind: 'dropResponse' });
  const params = order();
  const survived = await stripe.checkout.sessions.create(params, { idempotencyKey: 'create-2' });
  assert.equal(survived.lastResponse.headers['idempotent-replayed'], 'true');
}

async function refunds(session) {
  const paid = await fetch(session.url, { method: 'POST', body: new URLSearchParams({ action: 'pay' }), redirect: 'manual' });
  assert.equal(paid.headers.get('location'), `https://clinic.example/back?session=${session.id}`);
  const read = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent.latest_charge'] });
  assert.deepEqual([read.status, read.payment_status, read.payment_intent.status], ['complete', 'paid', 'succeeded']);
  assert.equal(read.payment_intent.latest_charge.metadata.payment_id, 'p1');

  const intent = read.payment_intent.id;
  const refund = await stripe.refunds.create({ payment_intent: intent, amount: 500, metadata: { refund_id: 'r1' } }, { idempotencyKey: 'refund-1' });
  assert.equal(refund.status, 'succeeded');
  await refused(stripe.refunds.create({ payment_intent: intent, amount: 4001 }), Stripe.errors.StripeInvalidRequestError, /greater than/);
  await act(`/refunds/${refund.id}/fail`);
  assert.equal((await stripe.refunds.retrieve(refund.id)).status, 'failed');
  await stripe.refunds.create({ payment_intent: intent });
  const all = [];
  for await (const one of stripe.refunds.list({ payment_intent: intent, limit: 1 })) all.push(one.amount);
  assert.deepEqual(all, [4500, 500]);
  assert.equal((await stripe.charges.retrieve(read.payment_intent.latest_charge.id)).refunded, true);
  assert.equal((await stripe.disputes.list({ charge: read.payment_intent.latest_charge.id })).data.length, 0);
}

async function main() {
  const hooks = [];
  const inbox = http.createServer((request, response) => {
    const chunks = [];
    request.on('data', chunk => chunks.push(chunk)).on('end', () => {
      hooks.push({ headers: request.headers, body: Buffer.concat(chunks) });
      response.end();
    });
  });
  await new Promise(done => inbox.listen(0, '127.0.0.1', done));
  await act('/accounts', { ...merchant, webhookUrl: `http://127.0.0.1:${inbox.address().port}/` });

  const session = await checkouts();
  await outages();
  await refunds(session);
  await act('/webhooks/settled');
  inbox.close();

  const types = new Set();
  for (const { headers, body } of hooks) {
    for (const secret of merchant.webhookSecrets) types.add(stripe.webhooks.constructEvent(body, headers['stripe-signature'], secret).type);
    assert.throws(() => stripe.webhooks.constructEvent(body, headers['stripe-signature'], 'whsec_wrong'));
  }

  for (const type of ['checkout.session.completed', 'checkout.session.expired', 'charge.refunded', 'refund.failed']) assert.ok(types.has(type), type);
  const listed = await stripe.events.list({ types: ['checkout.session.completed'], limit: 5 });
  assert.equal(listed.data[0].data.object.id, session.id);
  console.log(`All well: ${hooks.length} notifications verified.`);
}

// Ended by hand: connections that are kept alive would hold the program for a minute or more.
main().then(() => process.exit(0), failure => {
  console.error(failure);
  process.exit(1);
});
