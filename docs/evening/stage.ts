import type { z } from 'zod';
import { type Answer, type Call, send } from './api.ts';
import type { Clock } from './clock.ts';

/** What an act is expected to be answered. */
export interface Expected<Read> {
  readonly status: number;
  /** The part of the body that is read. */
  readonly answer: z.ZodType<Read>;
  /** The fact that matters in the answer. */
  readonly fact: (read: Read, headers: Headers) => string;
  /** The fact that is expected. */
  readonly is: string;
  /** What is printed besides, and not checked: what differs from evening to evening. */
  readonly note?: (read: Read) => string;
}

/** An act was answered otherwise than expected. The message is for the reader of the story. */
export class DifferentAnswer extends Error {
  override readonly name = 'DifferentAnswer';
}

export interface StageOptions {
  /** The base URL of the API. */
  readonly url: string;
  readonly clock: Clock;
  readonly print: (line: string) => void;
}

/** Plays acts one after the other: sends each, checks its answer and prints a line. */
export class Stage {
  readonly clock: Clock;
  readonly #options: StageOptions;
  #acts = 0;

  constructor(options: StageOptions) {
    this.clock = options.clock;
    this.#options = options;
  }

  /** How many acts were played. */
  get acts(): number {
    return this.#acts;
  }

  /** Prints the title of the next part of the evening. */
  part(title: string): void {
    this.#options.print(`\n${title}`);
  }

  /**
   * Plays an act.
   * @param does what the person does, after the name: "seats Ines"
   * @throws DifferentAnswer unless the status, the shape and the fact of the answer are the expected ones
   * @throws NoAnswer
   */
  async act<Read>(call: Call, does: string, expected: Expected<Read>): Promise<Read> {
    const answer = await send(this.#options.url, call);
    return this.#judge(call, does, expected, answer);
  }

  /**
   * Plays an act that waits until the service has done something after an answer: it asks again until
   * the answer is the expected one, for at most 40 seconds.
   */
  async wait<Read>(call: Call, does: string, expected: Expected<Read>): Promise<Read> {
    const until = Date.now() + 40_000;
    for (;;) {
      const answer = await send(this.#options.url, call);
      if (difference(expected, answer) === undefined || Date.now() > until) {
        return this.#judge(call, does, expected, answer);
      }
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
  }

  /** Sends a request that prepares the stage. It is checked, and is no act of its own. */
  async prepare<Read>(call: Call, answer: z.ZodType<Read>): Promise<Read> {
    const { status, body } = await send(this.#options.url, call);
    const read = answer.safeParse(body);
    if (status < 300 && read.success) return read.data;
    throw new DifferentAnswer(
      `The stage could not be prepared: ${call.method} ${call.path} was answered ${status}.\n` +
        JSON.stringify(body),
    );
  }

  #judge<Read>(call: Call, does: string, expected: Expected<Read>, answer: Answer): Read {
    this.#acts += 1;
    const { print, clock } = this.#options;
    const { status, is, note } = expected;
    const number = String(this.#acts).padStart(3);
    const told = `${number}  ${clock.time(Date.now())}  ${call.hand.name} ${does}`;
    const read = expected.answer.safeParse(answer.body);
    const different = difference(expected, answer);
    if (different !== undefined || !read.success) {
      throw new DifferentAnswer(
        `${told}\n\nAct ${this.#acts} was answered otherwise than expected.\n` +
          `  request:   ${call.method} ${call.path} ${JSON.stringify(call.body) ?? ''}\n` +
          `  expected:  ${status} ${is}\n` +
          `  different: ${different}\n` +
          `  answer:    ${answer.status} ${JSON.stringify(answer.body)}`,
      );
    }
    const more = note === undefined ? '' : ` (${note(read.data)})`;
    print(`${told} → ${status} ${shorten(is + more)}`);
    return read.data;
  }
}

/** What is different in an answer, in words; undefined when it is as expected. */
function difference<Read>(expected: Expected<Read>, answer: Answer): string | undefined {
  const { status, fact, is } = expected;
  if (answer.status !== status) return `the status is ${answer.status}`;
  const read = expected.answer.safeParse(answer.body);
  if (!read.success) {
    const [issue] = read.error.issues;
    return `the answer has another shape: ${issue?.path.join('.')}: ${issue?.message}`;
  }
  const found = fact(read.data, answer.headers);
  return found === is ? undefined : `it says: ${found}`;
}

/** Ids are long; their last six characters tell them apart. */
const shorten = (text: string) =>
  text.replace(/\b([a-z]{3}_)[0-9a-f]{26}([0-9a-f]{6})\b/g, '$1…$2');
