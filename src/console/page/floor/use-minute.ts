import { useEffect, useState } from 'preact/hooks';
import { MINUTE } from './floor-data.ts';

const thisMinute = () => Math.floor(Date.now() / MINUTE) * MINUTE;

/** The present minute. The component is drawn again when it ends. */
export function useMinute(): number {
  const [now, setNow] = useState(thisMinute);
  useEffect(() => {
    const timer = setInterval(() => setNow(thisMinute()), 5000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
