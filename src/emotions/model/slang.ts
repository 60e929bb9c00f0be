/** Abbreviations that are common in messages, and the words that they stand for. */
const SLANG: Readonly<Record<string, string>> = {
  ...{ thnx: 'thanks', thanx: 'thanks', tnx: 'thanks', thnks: 'thanks', thks: 'thanks' },
  ...{ gr8: 'great', grt: 'great', gd: 'good', gud: 'good', m8: 'mate', b4: 'before', l8: 'late' },
  ...{ h8: 'hate', w8: 'wait', w8ing: 'waiting', l8r: 'later', nite: 'night', '2nite': 'tonight' },
  ...{ tonite: 'tonight', '2moro': 'tomorrow', tmrw: 'tomorrow', tmr: 'tomorrow' },
  ...{ u: 'you', ur: 'your', r: 'are', ppl: 'people', hav: 'have', wat: 'what', wut: 'what' },
  ...{ plz: 'please', pls: 'please', cuz: 'because', coz: 'because', abt: 'about', tho: 'though' },
  ...{ luv: 'love', luvd: 'loved', rly: 'really', srsly: 'seriously', def: 'definitely' },
  ...{ defo: 'definitely', sux: 'sucks', soz: 'sorry', sry: 'sorry', fab: 'fabulous' },
  ...{ delish: 'delicious', yum: 'yummy', resto: 'restaurant', appt: 'appointment' },
  ...{ im: "i'm", ive: "i've", youre: "you're", theyre: "they're", thats: "that's" },
  ...{ dont: "don't", didnt: "didn't", doesnt: "doesn't", isnt: "isn't", wasnt: "wasn't" },
  ...{ arent: "aren't", werent: "weren't", cant: "can't", couldnt: "couldn't", wont: "won't" },
  ...{ wouldnt: "wouldn't", shouldnt: "shouldn't", havent: "haven't", hasnt: "hasn't" },
  ...{ hadnt: "hadn't", aint: "ain't" },
};
const MEANT = new Map(Object.entries(SLANG));

/**
 * The word that an abbreviation stands for; any other word is returned unchanged. The word must be
 * in lower case.
 */
export const writeOut = (word: string): string => MEANT.get(word) ?? word;
