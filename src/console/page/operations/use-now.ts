import { useEffect, useState } from 'preact/hooks';

const TICK_MS = 10_000;

/** The time in milliseconds since 1970. The component is drawn again every ten seconds. */
export function useNow(): number {
  const [, draw] = useState({});
  useEffect(() => {
    const timer = setInterval(() => draw({}), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return Date.now();
}
