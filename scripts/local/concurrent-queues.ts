import fs from 'node:fs';

// A module that is loaded into the process of `wrangler dev` before it starts (`node --import`).
// Miniflare gives a consumer one batch of a queue at a time, so one batch with slow receivers delays
// all others. Cloudflare gives it up to `max_concurrency` at the same time. This module changes the
// text of Miniflare's broker so that it does that, too. It fails when the broker has become another.

/** `max_concurrency` of the webhooks in wrangler.toml. Miniflare does not tell its broker. */
const CONCURRENCY = 20;
const BROKER = /queues[\\/]broker\.worker\.js$/;
const FLUSH = '#flush = async () => {';

const CONCURRENT = `
  #running = 0;
  #flush = async () => {
    this.#pendingFlush = void 0;
    if (this.#messages.length === 0 || this.#running >= ${CONCURRENCY}) return;
    this.#running += 1;
    // It takes its messages before it waits for anything.
    const one = this.#flushOne();
    if (this.#messages.length > 0) this.#ensurePendingFlush();
    try {
      await one;
    } finally {
      this.#running -= 1;
      if (this.#messages.length > 0) this.#ensurePendingFlush();
    }
  };
  #flushOne = async () => {`;

const readFileSync = fs.readFileSync;

function patched(...args: Parameters<typeof readFileSync>): ReturnType<typeof readFileSync> {
  const read = readFileSync(...args);
  if (typeof args[0] !== 'string' || !BROKER.test(args[0])) return read;
  const text = read.toString();
  if (!text.includes(FLUSH)) throw new Error(`${args[0]} has no ${FLUSH}`);
  return text.replace(FLUSH, CONCURRENT);
}

Object.assign(fs, { readFileSync: patched });
