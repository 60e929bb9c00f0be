import { useState } from 'preact/hooks';

export type View = 'timeline' | 'list';
const KEPT = 'maitred.floor.view';

function firstView(): View {
  const kept = localStorage.getItem(KEPT);
  if (kept === 'timeline' || kept === 'list') return kept;
  return matchMedia('(max-width: 40rem)').matches ? 'list' : 'timeline';
}

/** The view of the floor, which the browser remembers, and how much of the day is in sight. */
export function useView() {
  const [view, show] = useState(firstView);
  const [zoom, setZoom] = useState(1);
  const setView = (next: View) => {
    localStorage.setItem(KEPT, next);
    show(next);
  };
  return { view, setView, zoom, setZoom };
}
