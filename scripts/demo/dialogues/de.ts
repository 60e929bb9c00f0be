import type { Dialogues } from './dialogue.ts';

export const GERMAN: Dialogues = {
  booksGladly: [
    ['joy', 'Hallo! Wir haben etwas zu feiern und kämen sehr gern am {day} um {time}.'],
    ['assistant', 'Wie schön! Für wie viele Personen?'],
    ['joy', 'Für {size}. Auf {name}. Wir freuen uns riesig!'],
    ['assistant', 'Ihr Tisch für {size} am {day} um {time} ist bestätigt.'],
  ],
  booksPlainly: [
    ['neutral', 'Guten Tag, einen Tisch für {size} am {day} um {time}, bitte.'],
    ['assistant', 'Auf welchen Namen darf ich reservieren?'],
    ['neutral', '{name}.'],
    ['assistant', 'Danke, {name}. {day}, {time}, {size} Personen: bestätigt.'],
  ],
  booksCrossly: [
    ['anger', 'Bei Ihnen geht nie jemand ans Telefon. Eine Frechheit.'],
    ['assistant', 'Das tut mir leid. Darf ich hier für Sie reservieren?'],
    ['anger', 'Dann eben so: {day} um {time}, {size} Personen, {name}.'],
    ['assistant', 'Ist reserviert: {day} um {time} für {size}.'],
    ['agent', 'Hier ist Maria. Unser Telefon war gestört, der Aperitif geht aufs Haus.'],
  ],
  asks: [
    ['neutral', 'Kann man bei Ihnen in der Nähe parken?'],
    ['assistant', 'Ja, hinter dem Haus sind zwölf Plätze.'],
    ['neutral', 'Alles klar, danke.'],
  ],
  thanks: [
    ['joy', 'Das war ein herrlicher Abend bei Ihnen, vielen Dank!'],
    ['assistant', 'Danke, {name}. Das gebe ich gern weiter.'],
    ['joy', 'Bis zum nächsten Mal!'],
  ],
  worries: [
    ['fear', 'Wir kommen mit einem Rollstuhl. Schaffen wir das überhaupt zum Tisch?'],
    ['assistant', 'Ja, im Saal gibt es keine Stufen.'],
    ['joy', 'Da fällt mir ein Stein vom Herzen.'],
  ],
  complains: [
    ['neutral', 'Ich war gestern bei Ihnen, auf den Namen {name}.'],
    ['disgust', 'In meinem Salat lag ein Haar, und der Kellner hat gelacht.'],
    ['assistant', 'Das tut mir sehr leid.'],
    ['anger', 'Davon habe ich nichts. Ich möchte mit einem Menschen sprechen.'],
  ],
  recovers: [
    ['anger', 'Sie haben meine Reservierung einfach vergessen!'],
    ['assistant', 'Das tut mir leid. Ich hole jemanden.'],
    ['anger', 'Das will ich hoffen.'],
    ['agent', 'Hier ist Tom. Ich habe Ihnen den Fenstertisch für morgen freigehalten.'],
    ['surprise', 'Oh, damit habe ich nicht gerechnet.'],
    ['joy', 'Dann kommen wir gern. Danke!'],
  ],
};
