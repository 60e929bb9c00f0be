import { z } from 'zod';

/** A secret of the service with its number, which keys and ciphertexts name. */
export interface NumberedSecret {
  readonly number: number;
  readonly secret: string;
}

/** The secrets of a deployment. A rotation adds a secret, and removes an old one when it is unused. */
export interface SecretRing {
  /** The secret that signs and encrypts. */
  readonly current: NumberedSecret;
  /** All secrets that verify and decrypt, the current one first. */
  readonly all: readonly NumberedSecret[];
}

/** The secret of a deployment that has never rotated it. Keys of format 1 were signed with it. */
const FIRST_NUMBER = 1;

const secretSchema = z.string().min(32, 'must be at least 32 characters');
/** A key of format 2 has one byte for the number. */
const numberSchema = z.coerce.number().int().min(1).max(255);

/** Parses the text of OTHER_KEY_SECRETS: a JSON object of secrets by number. */
const othersSchema = z.string().transform((text, context): NumberedSecret[] => {
  if (text === '') return [];
  const parsed = z.record(z.string().regex(/^[1-9]\d*$/), secretSchema).safeParse(jsonOf(text));
  const secrets = Object.entries(parsed.data ?? {}).map(([number, secret]) => ({
    number: Number(number),
    secret,
  }));
  if (parsed.success && secrets.every(({ number }) => number <= 255)) return secrets;
  // The message never repeats a part of the text, because it consists of secrets.
  context.addIssue({
    code: 'custom',
    message:
      'must be a JSON object such as {"1":"…"}: numbers from 1 to 255, and secrets of at least 32 characters',
  });
  return z.NEVER;
});

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The variables that hold the secrets. docs/operate.md describes how to rotate them. */
export const secretVariables = {
  /** The current secret. */
  KEY_SECRET: secretSchema,
  /** The number of the current secret. */
  KEY_SECRET_NUMBER: numberSchema.default(FIRST_NUMBER),
  /** The secrets that only verify and decrypt, by number: `{"1":"…"}`. */
  OTHER_KEY_SECRETS: othersSchema.default([]),
};

interface SecretVariables {
  readonly KEY_SECRET: string;
  readonly KEY_SECRET_NUMBER: number;
  readonly OTHER_KEY_SECRETS: readonly NumberedSecret[];
}

/** Why the variables do not fit together; undefined when they do. */
export function refuseSecrets(variables: SecretVariables): string | undefined {
  const { all } = ringOfVariables(variables);
  if (new Set(all.map(({ number }) => number)).size < all.length) {
    return 'must not contain the number of KEY_SECRET, which is KEY_SECRET_NUMBER';
  }
  if (new Set(all.map(({ secret }) => secret)).size < all.length) {
    return 'must not contain a secret twice, or that of KEY_SECRET';
  }
  return undefined;
}

/** The ring of parsed variables that {@link refuseSecrets} accepts. */
export function ringOfVariables(variables: SecretVariables): SecretRing {
  const current = { number: variables.KEY_SECRET_NUMBER, secret: variables.KEY_SECRET };
  return { current, all: [current, ...variables.OTHER_KEY_SECRETS] };
}

/** A ring of one secret, as a deployment has that has never rotated it. */
export function ringOf(secret: string): SecretRing {
  const current = { number: FIRST_NUMBER, secret };
  return { current, all: [current] };
}

const environmentSchema = z.object(secretVariables).superRefine((variables, context) => {
  const message = refuseSecrets(variables);
  if (message !== undefined) {
    context.addIssue({ code: 'custom', path: ['OTHER_KEY_SECRETS'], message });
  }
});

/**
 * Reads the ring from environment variables, for the operator's scripts.
 * @returns the ring, or a sentence that names the variables that are missing or wrong
 */
export function readSecretRing(environment: object): SecretRing | string {
  const { data, error } = environmentSchema.safeParse(environment);
  if (data !== undefined) return ringOfVariables(data);
  return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
}

/** A value for each secret of the ring, made when it is first needed. */
export function bySecret<Value>(ring: SecretRing, make: (secret: string) => Promise<Value>) {
  const made = new Map<number, Promise<Value>>();
  const of = ({ number, secret }: NumberedSecret): Promise<Value> => {
    const known = made.get(number) ?? make(secret);
    made.set(number, known);
    return known;
  };
  return {
    /** The value of the current secret. */
    current: () => of(ring.current),
    /** The value of the secret with this number; undefined when the ring has no such secret. */
    numbered(number: number): Promise<Value> | undefined {
      const found = ring.all.find((each) => each.number === number);
      return found && of(found);
    },
    /** The values of all secrets, that of the current one first. */
    all: () => ring.all.map(of),
  };
}
