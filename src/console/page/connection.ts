import { createStore } from './store.ts';

export interface Connection {
  /** False after a request that got no answer, and while the browser says that it is offline. */
  readonly isOnline: boolean;
  /** When the last answer came, in milliseconds since 1970. */
  readonly heardAt: number;
}

export const connection = createStore<Connection>({ isOnline: true, heardAt: Date.now() });

/** Notes that the service has answered, or has not. */
export function noteConnection(isOnline: boolean): void {
  const known = connection.get();
  if (!isOnline && !known.isOnline) return;
  connection.set({ isOnline, heardAt: isOnline ? Date.now() : known.heardAt });
}

addEventListener('offline', () => noteConnection(false));
