import type { TestProject } from 'vitest/node';
import { startLocalStack } from '../../../scripts/local/local-stack.ts';

declare module 'vitest' {
  interface ProvidedContext {
    consoleStack: {
      readonly url: string;
      readonly postgresUrl: string;
      readonly databaseUrl: string;
    };
  }
}

/** Starts the service once for all files; each file makes workspaces of its own. */
export default async function setup(project: TestProject) {
  const lines: string[] = [];
  const stack = await startLocalStack({
    onLine: (line) => void lines.push(line),
    variables: { ALLOW_LOOPBACK_WEBHOOKS: 'true' },
  }).catch((error: unknown) => {
    console.error(lines.join('\n'));
    throw error;
  });
  const { url, postgresUrl, databaseUrl } = stack;
  project.provide('consoleStack', { url, postgresUrl, databaseUrl });
  return () => stack.stop();
}
