import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';

export interface Child<Ready> {
  readonly ready: Ready;
  readonly pid: number;
  ask<Answer>(command: object, schema: z.ZodType<Answer>): Promise<Answer>;
  stop(): Promise<void>;
}

/** Starts a script of this folder as a process and waits for its first message. */
export async function startChild<Ready>(
  script: string,
  args: readonly string[],
  schema: z.ZodType<Ready>,
): Promise<Child<Ready>> {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), [...args], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ready = schema.parse(await nextMessage(child));
  return {
    ready,
    pid: child.pid ?? 0,
    async ask(command, answerSchema) {
      const answer = nextMessage(child);
      child.send(command);
      return answerSchema.parse(await answer);
    },
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}

function nextMessage(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error(`${child.spawnargs[1]} ended`));
    child.once('exit', onExit);
    child.once('message', (message) => {
      child.off('exit', onExit);
      resolve(message);
    });
  });
}
