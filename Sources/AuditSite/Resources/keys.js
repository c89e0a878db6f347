'use strict';
// Moves to the next (n) or the previous (p) change of a comparison.
document.getElementById('keys').hidden = false;
const CHANGES = 'ins, del, .moved, .cut';
// A moved passage with changes in it is no stop beside them, nor are new words beside the old ones in whose place they stand.
const isStop = (change) => !(change.matches('.moved') && change.querySelector(CHANGES))
  && !(change.matches('ins') && change.previousSibling?.nodeName === 'DEL');
addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches('input, select, textarea')) return;
  if (event.key !== 'n' && event.key !== 'p') return;
  const changes = [...document.querySelectorAll('.change')].flatMap((part) => [...part.querySelectorAll(CHANGES)]).filter(isStop);
  const here = changes.findIndex((change) => change.classList.contains('here'));
  const middle = innerHeight / 2;
  const place = (change) => change.getBoundingClientRect().top - middle;
  const next = here >= 0 ? changes[here + (event.key === 'n' ? 1 : -1)]
    : event.key === 'n' ? changes.find((change) => place(change) > 0)
    : changes.findLast((change) => place(change) < 0);
  if (!next) return;
  if (here >= 0) changes[here].classList.remove('here');
  next.classList.add('here');
  next.tabIndex = -1;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'center' });
});
