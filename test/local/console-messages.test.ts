import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  argumentsOf,
  declareMessages,
  LANGUAGES,
  listAreas,
  MESSAGES,
  readMessages,
} from '../../scripts/console/message-modules.ts';

describe('the messages of the console', () => {
  it('have current types', () => {
    const file = `${MESSAGES}/messages.d.ts`;
    expect(readFileSync(file, 'utf8'), 'run npm run generate:messages').toBe(declareMessages());
  });

  it.each(LANGUAGES)('are the same in %s as in English, with the same arguments', (language) => {
    expect(readdirSync(`${MESSAGES}/${language}`).sort()).toEqual(
      listAreas().map((area) => `${area}.json`),
    );
    for (const area of listAreas()) {
      const shape = (of: (typeof LANGUAGES)[number]) =>
        Object.entries(readMessages(of, area)).map(([name, text]) => [
          name,
          argumentsOf(text)
            .map((each) => each.name)
            .sort(),
        ]);
      expect(shape(language), area).toEqual(shape('en'));
    }
  });

  it('are translated', () => {
    for (const language of LANGUAGES.filter((each) => each !== 'en')) {
      const texts = listAreas().flatMap((area) => {
        const english = readMessages('en', area);
        return Object.entries(readMessages(language, area)).map(([name, text]) => [
          text,
          english[name],
        ]);
      });
      const equal = texts.filter(([text, english]) => text === english);
      // Some words are the same in two languages.
      expect(equal.length / texts.length, language).toBeLessThan(0.15);
    }
  });
});
