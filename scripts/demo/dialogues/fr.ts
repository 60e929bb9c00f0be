import type { Dialogues } from './dialogue.ts';

export const FRENCH: Dialogues = {
  booksGladly: [
    ['joy', 'Bonjour ! Nous fêtons un anniversaire et serions ravis de venir {day} à {time}.'],
    ['assistant', 'Avec plaisir ! Pour combien de personnes ?'],
    ['joy', 'Pour {size}, au nom de {name}. Quelle joie !'],
    ['assistant', 'Votre table pour {size}, {day} à {time}, est confirmée.'],
  ],
  booksPlainly: [
    ['neutral', 'Une table pour {size}, {day} à {time}, s’il vous plaît.'],
    ['assistant', 'À quel nom ?'],
    ['neutral', '{name}.'],
    ['assistant', 'Merci, {name}. C’est confirmé : {day} à {time}, {size} personnes.'],
  ],
  booksCrossly: [
    ['anger', 'Personne ne répond jamais chez vous. C’est insupportable.'],
    ['assistant', 'Je suis désolé. Puis-je réserver pour vous ici ?'],
    ['anger', 'Bon : {day} à {time}, {size} personnes, {name}.'],
    ['assistant', 'C’est réservé : {day} à {time} pour {size}.'],
    ['agent', 'Ici Maria. Le téléphone était en panne, l’apéritif est pour nous.'],
  ],
  asks: [
    ['neutral', 'Acceptez-vous les chiens sur la terrasse ?'],
    ['assistant', 'Oui, et il y a de l’eau pour eux.'],
    ['neutral', 'Parfait, merci.'],
  ],
  thanks: [
    ['joy', 'Merci pour hier soir, le poisson était sublime !'],
    ['assistant', 'Merci, {name}. Le chef sera heureux de l’apprendre.'],
    ['joy', 'À très bientôt !'],
  ],
  worries: [
    ['sadness', 'Ma mère est à l’hôpital, je crains de devoir annuler.'],
    ['assistant', 'Je comprends. Vous pouvez annuler jusqu’à trois heures avant.'],
    ['neutral', 'Merci de votre patience.'],
  ],
  complains: [
    ['neutral', 'J’étais chez vous hier, au nom de {name}.'],
    ['anger', 'On nous a placés à côté des toilettes alors que la salle était vide.'],
    ['assistant', 'Je suis vraiment désolé.'],
    ['anger', 'Cela ne suffit pas. Je veux parler à un responsable.'],
  ],
  recovers: [
    ['anger', 'Le vin que vous avez servi était bouchonné et on me l’a fait payer !'],
    ['assistant', 'Je transmets tout de suite.'],
    ['anger', 'J’espère bien.'],
    ['agent', 'Ici Tom. La bouteille est remboursée, avec toutes nos excuses.'],
    ['surprise', 'Je ne m’y attendais pas.'],
    ['joy', 'Merci beaucoup, nous reviendrons.'],
  ],
};
