'use strict';
// Moves to the next (n) or the previous (p) change of a comparison.
addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches('input, select, textarea')) return;
  if (event.key !== 'n' && event.key !== 'p') return;
  const changes = [...document.querySelectorAll('.change ins, .change del, .change .moved, .change .cut')];
  const middle = innerHeight / 2;
  const place = (change) => change.getBoundingClientRect().top - middle;
  const next = event.key === 'n'
    ? changes.find((change) => place(change) > 24)
    : changes.reverse().find((change) => place(change) < -24);
  if (!next) return;
  document.querySelectorAll('.here').forEach((change) => change.classList.remove('here'));
  next.classList.add('here');
  next.scrollIntoView({ block: 'center' });
});
