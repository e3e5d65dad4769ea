// Keys of the desk's grids. They count only while a time of a grid has the focus, and never together with Ctrl, Alt or the like.
(() => {
  'use strict';

  let current;
  const cells = grid => [...grid.querySelectorAll('[data-cell]')];

  // One stop for the tab key in each grid: the time that was last at work, else the one that was just changed, else the first.
  const rove = () => document.querySelectorAll('[data-grid]').forEach(grid => {
    const all = cells(grid);
    const stop = all.find(cell => cell.id === current) || all.find(cell => cell.closest('.chosen')) || all[0];
    all.forEach(cell => { cell.tabIndex = cell === stop ? 0 : -1; });
  });

  const near = (all, from, column) => all.filter(cell => +cell.dataset.col === column)
    .sort((a, b) => distance(a, from) - distance(b, from))[0];
  const distance = (a, b) => Math.abs(a.getBoundingClientRect().top - b.getBoundingClientRect().top);

  const beside = (grid, from, step) => {
    const all = cells(grid);
    const columns = all.map(cell => +cell.dataset.col);
    for (let column = +from.dataset.col + step; column >= Math.min(...columns) && column <= Math.max(...columns); column += step) {
      const found = near(all, from, column);
      if (found) return found;
    }
  };

  const along = (grid, from, to) => {
    const own = cells(grid).filter(cell => cell.dataset.col === from.dataset.col);
    return own[to(own.indexOf(from), own.length)];
  };

  const reading = () => document.dir === 'rtl' ? -1 : 1;
  const moves = {
    ArrowDown: (grid, cell) => along(grid, cell, i => i + 1),
    ArrowUp: (grid, cell) => along(grid, cell, i => i - 1),
    ArrowRight: (grid, cell) => beside(grid, cell, reading()),
    ArrowLeft: (grid, cell) => beside(grid, cell, -reading()),
    Home: (grid, cell) => along(grid, cell, () => 0),
    End: (grid, cell) => along(grid, cell, (i, length) => length - 1),
  };

  document.addEventListener('keydown', event => {
    const cell = event.target.closest?.('[data-cell]');
    if (!cell || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const move = moves[event.key];
    if (move) {
      event.preventDefault();
      move(cell.closest('[data-grid]'), cell)?.focus();
    } else if (event.key.toLowerCase() === 'w' && cell.dataset.why) {
      location.assign(cell.dataset.why);
    } else if (/^[cn]$/i.test(event.key)) {
      cell.closest('.slot').querySelector(`[data-key="${event.key.toLowerCase()}"]`)?.click();
    }
  });

  document.addEventListener('focusin', event => {
    if (!event.target.matches('[data-cell]')) return;
    current = event.target.id;
    rove();
  });

  // A renewed grid keeps its place: the time that had the focus has it again, also when it is a visit now.
  document.addEventListener('htmx:after:swap', () => {
    rove();
    if (current && document.activeElement === document.body) document.getElementById(current)?.focus({ preventScroll: true });
  });

  // Whoever takes down a new patient means them, and not who was found before.
  document.addEventListener('input', event => {
    const radio = event.target.closest('.new-patient')?.querySelector('[type="radio"]');
    if (radio) radio.checked = true;
  });

  const offline = document.getElementById('offline');
  const tell = away => { if (offline) offline.hidden = !away; };
  addEventListener('offline', () => tell(true));
  addEventListener('online', () => tell(false));
  document.addEventListener('htmx:error', () => tell(true));
  document.addEventListener('htmx:after:request', () => tell(false));
  rove();
  // Who pressed a key of a time goes on from there.
  const at = location.hash && document.getElementById(location.hash.slice(1));
  if (at?.matches('[data-cell]')) at.focus();
})();
