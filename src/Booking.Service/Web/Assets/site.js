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

  // <element data-live="address of events" hx-get=... hx-trigger="live"> asks for itself anew when something happened. A browser has few connections
  // to a site, so a stream whose element has gone, or watches something else now, is closed at once.
  const sources = new Map();
  const live = element => {
    if (sources.get(element)?.address === element.dataset.live) return;
    sources.get(element)?.close();
    const source = new EventSource(element.dataset.live);
    source.address = element.dataset.live;
    sources.set(element, source);
    let waiting;
    const tell = () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => sources.get(element) === source && htmx.trigger(element, 'live'), 150);
    };
    (element.dataset.events || 'message').split(' ').forEach(name => source.addEventListener(name, tell));
  };
  document.addEventListener('htmx:after:swap', () => {
    sources.forEach((source, element) => { if (!document.contains(element)) { source.close(); sources.delete(element); } });
    document.querySelectorAll('[data-live]').forEach(live);
  });

  // <p data-until="instant" data-now="instant"><span>9:58</span></p> counts down by the server's clock; data-then is opened at the end.
  const countdown = element => {
    const ends = performance.now() + (Date.parse(element.dataset.until) - Date.parse(element.dataset.now));
    const shown = element.querySelector('[data-left]') || element;
    const step = () => {
      const left = Math.max(0, Math.round((ends - performance.now()) / 1000));
      shown.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
      // Said once when it is nearly over, and once when it is.
      const told = element.parentNode.querySelector('[data-told]'), say = left ? left <= 120 && element.dataset.soon : element.dataset.over;
      if (told && say && told.textContent !== say) told.textContent = say;
      if (left > 0) return document.contains(element) && setTimeout(step, 1000);
      if (element.dataset.then) location.assign(element.dataset.then);
    };
    step();
  };

  // The name of a country, and the code of its part: AE, US-CA.
  const region = code => {
    const [country, part] = code.split('-');
    try { return new Intl.DisplayNames(document.documentElement.lang, { type: 'region' }).of(country) + (part ? ` (${part})` : ''); } catch { return code; }
  };

  // About ten kilometres are enough to find a doctor, and tell nobody where somebody lives.
  const here = form => navigator.geolocation.getCurrentPosition(({ coords }) => {
    const near = form.elements.near || form.appendChild(Object.assign(document.createElement('input'), { type: 'hidden', name: 'near' }));
    near.value = `${coords.latitude.toFixed(1)},${coords.longitude.toFixed(1)}`;
    form.requestSubmit();
  });

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
    // Back leads to where they came from, and not to here and on again.
    each(root, '[data-go]', place => location.replace(place.dataset.go));
    each(root, '[data-region]', place => { place.textContent = region(place.dataset.region); });
    each(root, '[data-here]', button => { button.hidden = !navigator.geolocation; button.addEventListener('click', () => here(button.form)); });
  };

  wake(document);
  document.getElementById('summary')?.focus();
  document.addEventListener('htmx:after:process', event => event.target !== document.body && event.target.querySelectorAll && wake(event.target));

  // One press is one request, whatever the pace of the fingers.
  document.addEventListener('submit', event => {
    const form = event.target;
    if (form.dataset.sent && Date.now() - form.dataset.sent < 5000) return event.preventDefault();
    if (form.method !== 'post') return;
    form.dataset.sent = Date.now();
    // A page that a form led to is not asked for again by the back button; this is where it leads instead.
    const back = form.querySelector('[data-back]');
    if (back && !event.submitter?.formAction?.endsWith(back.dataset.back)) history.replaceState(null, '', back.dataset.back);
  });
})();
