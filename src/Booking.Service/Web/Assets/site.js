// What pages do better with scripts. Everything here also works without, by links, forms and pages that renew themselves.
(() => {
  'use strict';

  const each = (root, selector, act) => { root.querySelectorAll(selector).forEach(act); if (root.matches?.(selector)) act(root); };

  // The browser's zone is taken over once; whoever chose another keeps it. What the page says of times is then said anew.
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && !/(?:^|; )zone=/.test(document.cookie)) {
    document.cookie = `zone=${encodeURIComponent(zone)}; Max-Age=31536000; Path=/; SameSite=Lax${location.protocol === 'https:' ? '; Secure' : ''}`;
    if (document.cookie.includes('zone=') && document.querySelector('[data-times]')) location.reload();
  }

  // <element data-live="address of events" hx-get=... hx-trigger="live"> asks for itself anew when something happened.
  const live = element => {
    const source = new EventSource(element.dataset.live);
    let waiting;
    const tell = () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => document.contains(element) ? htmx.trigger(element, 'live') : source.close(), 150);
    };
    (element.dataset.events || 'message').split(' ').forEach(name => source.addEventListener(name, tell));
    source.addEventListener('error', () => { if (!document.contains(element)) source.close(); });
  };

  // <p data-until="instant" data-now="instant"><span>9:58</span></p> counts down by the server's clock; data-then is opened at the end.
  const countdown = element => {
    const ends = performance.now() + (Date.parse(element.dataset.until) - Date.parse(element.dataset.now));
    const shown = element.querySelector('[data-left]') || element;
    const step = () => {
      const left = Math.max(0, Math.round((ends - performance.now()) / 1000));
      shown.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
      if (left > 0) return document.contains(element) && setTimeout(step, 1000);
      if (element.dataset.then) location.assign(element.dataset.then);
    };
    step();
  };

  const wake = root => {
    each(root, '[data-live]', live);
    each(root, '[data-until]', countdown);
    each(root, 'select[data-submit]', select => select.addEventListener('change', () => select.form.requestSubmit()));
    each(root, '[data-print]', button => { button.hidden = false; button.addEventListener('click', () => print()); });
    each(root, '[data-show]', button => {
      button.hidden = false;
      button.addEventListener('click', () => {
        const field = document.getElementById(button.dataset.show);
        field.type = field.type === 'password' ? 'text' : 'password';
        button.setAttribute('aria-pressed', field.type === 'text');
      });
    });
    each(root, '[data-go]', place => location.assign(place.dataset.go));
  };

  wake(document);
  document.getElementById('summary')?.focus();
  document.addEventListener('htmx:after:process', event => event.target !== document.body && event.target.querySelectorAll && wake(event.target));

  // One press is one request, whatever the pace of the fingers.
  document.addEventListener('submit', event => {
    const form = event.target;
    if (form.dataset.sent && Date.now() - form.dataset.sent < 5000) event.preventDefault();
    else if (form.method === 'post') form.dataset.sent = Date.now();
  });
})();
