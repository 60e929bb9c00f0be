import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDialogues } from '../../scripts/replay-dialogues.ts';
import { type NodeServer, startNodeServer } from './node-server.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

let server: NodeServer;
let folder: string;
beforeAll(async () => {
  server = await startNodeServer();
  folder = mkdtempSync(join(tmpdir(), 'maitred-replay-'));
});
afterAll(async () => {
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

const turn = (utterance: string, more: object = {}) => ({
  speaker: 'SYSTEM',
  utterance,
  frames: [],
  ...more,
});

/** Plays a file with this text, and returns what the command prints and the code it ends with. */
function replay(text: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const file = join(folder, 'dialogues.json');
  writeFileSync(file, text);
  const args = ['scripts/replay.ts', file, '--url', server.url, '--key', server.key];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: ROOT }, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}

const messagesOf = async (conversation: string) => {
  const response = await fetch(`${server.url}/v1/conversations/${conversation}/messages`, {
    headers: { Authorization: `Bearer ${server.key}` },
  });
  return ((await response.json()) as { data: { id: string; text: string }[] }).data;
};

describe('npm run replay', () => {
  it('skips and counts turns without text, and keeps the numbers of the others', async () => {
    const dialogues = [
      {
        dialogue_id: '10_00022',
        turns: [turn('Hello'), turn(''), turn('Which city?'), turn(' \n')],
      },
      { dialogue_id: '10_00023', turns: [turn('')] },
    ];
    const { code, stdout } = await replay(JSON.stringify(dialogues));
    expect(stdout).toContain('2 dialogues, 2 messages');
    expect(stdout).toContain('3 turns without text were skipped');
    expect(code).toBe(0);
    expect((await messagesOf('sgd-10_00022')).map(({ id, text }) => [id, text])).toEqual([
      ['10_00022-0', 'Hello'],
      ['10_00022-2', 'Which city?'],
    ]);
  });

  it('plays a file in which no turn has text', async () => {
    const { code, stdout } = await replay(
      JSON.stringify([{ dialogue_id: 'a', turns: [turn('')] }]),
    );
    expect(stdout).toContain('1 dialogues, 0 messages');
    expect(code).toBe(0);
  });

  it('names the dialogue and the turn that the API refuses', async () => {
    const turns = [turn('Hello'), turn(''), turn('x'.repeat(40_000))];
    const { code, stderr } = await replay(JSON.stringify([{ dialogue_id: '10_00024', turns }]));
    expect(stderr).toContain('dialogue 10_00024, turn 2 was not stored');
    expect(stderr).toContain('body.text');
    expect(code).toBe(1);
  });

  it('names the dialogue and the turn that cannot be read, and plays nothing', async () => {
    const good = { dialogue_id: '10_00025', turns: [turn('Hello')] };
    const bad = { dialogue_id: '10_00026', turns: [turn('Hello'), turn('', { speaker: 'BOTH' })] };
    const { code, stderr } = await replay(JSON.stringify([good, bad]));
    expect(stderr).toMatch(/is not in the SGD format: dialogue 10_00026, turn 1, speaker: /);
    expect(code).toBe(2);
    expect(await messagesOf('sgd-10_00025')).toBeUndefined();
  });
});

describe('a file that cannot be read', () => {
  const call = { method: 'ReserveRestaurant', parameters: { party_size: 2 } };
  it.each([
    ['[{"dialogue_id":"a"', /^not JSON: /],
    ['{"dialogue_id":"a"}', /^not in the SGD format: the file: /],
    [JSON.stringify([{ turns: [] }]), /: dialogue number 0, dialogue_id: /],
    [JSON.stringify([{ dialogue_id: 'a', turns: {} }]), /: dialogue a, turns: /],
    [JSON.stringify([{ dialogue_id: 'a', turns: [turn('x'), null] }]), /: dialogue a, turn 1: /],
    [
      JSON.stringify([
        { dialogue_id: 'a', turns: [turn('x', { frames: [{ service_call: call }] })] },
      ]),
      /: dialogue a, turn 0, frames, 0, service_call, parameters, party_size: /,
    ],
  ])('%s is explained', (text, message) => {
    expect(() => readDialogues(text)).toThrow(message);
  });
});
