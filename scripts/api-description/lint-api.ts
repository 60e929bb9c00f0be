import { createConfig, lintFromString } from '@redocly/openapi-core';
import { describeApi } from './describe-api.ts';

/**
 * Lints the API's description with the recommended rules of Redocly.
 * @returns a sentence for each error or warning
 */
export async function lintApi(): Promise<string[]> {
  const findings = await lintFromString({
    source: JSON.stringify(describeApi('0.0.0')),
    absoluteRef: 'openapi.json',
    config: await createConfig({ extends: ['recommended'] }),
  });
  return findings.map(({ severity, ruleId, message, location }) =>
    [severity, ruleId, message, location[0]?.pointer ?? ''].join(' '),
  );
}
