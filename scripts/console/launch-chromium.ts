import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/**
 * Launches Chromium without a window: the one of `CHROMIUM`, or Debian's.
 * @throws Error when there is none
 */
export async function launchChromium(): Promise<Browser> {
  if (!existsSync(CHROMIUM)) throw new Error(`No Chromium at ${CHROMIUM}; CHROMIUM names another.`);
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
}
