/** Common words of other languages in Latin script that are not English words too. */
const FOREIGN = [
  // Spanish
  `el la los las un una unos unas de del que y en por para con está esta estaba estamos estoy
  fue fueron muy más pero porque como cómo qué quiero quiere queremos quisiera puede puedo
  podemos tengo tiene tenemos gracias hola buenas buenos días noches tardes personas reserva
  reservar comida mucho mucha nosotros tu su se le lo sí también donde dónde cuándo cuando
  nada nunca todo bien encantó servicio camarero asco estuvo hemos esperado esperando hora
  nadie señor quién cuánto cuesta adiós mañana hoy ayer enfadado contento feliz encanta pésimo
  malo mala frío fría cancelar quisiera vosotros gente sitio peor mejor experiencia llegamos
  tarde hacer estoy eres rico desastre vergüenza enojado molesto decepcionado perfecto
  excelente lugar`,
  // French
  `les une des du et est sont était étaient je il elle nous vous ils ne pas qui quoi où dans
  avec pour sans très mais bonjour bonsoir salut merci beaucoup s'il plaît c'est j'ai j'aime
  n'est c'était d'accord oui suis êtes avez avons ont peux pouvez voudrais veux une réserver
  réservation personnes ce cette ces ça mes notre votre aussi trop mauvais rien jamais
  toujours personne attendu heure déçu déçue dégoûtant quel quelle combien demain aujourd'hui
  hier soir repas au aux nuls nul horriblement serveuse froid cuisine dommage génial délicieux
  sommes serons retard vraiment tout toute annuler honte fâché furieux parfait`,
  // German
  `der das den ein eine einen einem einer und ist sind waren ich sie wir ihr nicht kein keine
  mit für auf von zu bitte danke dank vielen hallo guten abend morgen nein aber oder wie wo
  wann warum auch sehr nur noch schon hab habe haben hatte hatten wurde möchte möchten kann
  können könnte tisch personen reservieren reservierung essen gut schlecht schön schade leider
  stunde gewartet niemand unfreundlich bedienung ekelhaft toll wunderbar heute gestern uns
  mein meine mir mich dir zum zur bei nach vor über immer wieder schrecklich kellner kalt
  furchtbar großartig lecker habt werden wurden enttäuscht wütend unverschämt stornieren
  absagen später alles nichts doch gerne tschüss`,
  // Italian
  `gli della di che è sono erano uno nel nella alla più molto perché ciao grazie mille
  buongiorno buonasera prego vorrei vorremmo posso possiamo ho abbiamo tavolo persone
  prenotare prenotazione cibo buono buona cattivo servizio cameriere anche questo questa sì
  nostro mio mia tutto niente mai sempre aspettato nessuno stato stata schifo delizioso
  bellissimo bello arrivederci oggi domani ieri quando dove quanto costa bene ottimo delusa
  deluso arrabbiato pessimo freddo terribile lento cena pranzo siamo ritardo abbia vergogna
  disdire peggiore esperienza tutti buonissimo`,
  // Portuguese
  `os uma da na nas é são estava muito não sim com sem você vocês ele ela nós meu minha seu sua
  obrigado obrigada olá oi bom boa dia noite tarde quero queria gostaria pode tenho temos
  pessoas atendimento garçom péssimo ótimo ótima adorei ninguém esperamos esperei também onde
  vamos chegar preciso atrasado atrasados vergonha remarcar pior melhor muita cancelar comida
  frio custa tudo bem hoje amanhã ontem foi estou isso isto aqui nojento`,
  // Dutch
  `het een ik jij hij zij wij jullie niet geen voor naar bij aan ook zijn heb hebben heeft
  kunnen wil willen graag bedankt dankjewel goedemorgen goedenavond alsjeblieft alstublieft
  tafel reserveren reservering eten lekker slecht goed heel erg mooi leuk vies onbeleefd uur
  gewacht mijn ons onze dit dat deze wat hoe waar wanneer waarom vandaag gisteren avond nog
  nooit altijd niets zo nee doei teleurgesteld boos blij geweldig wachten vreselijk bediening
  koud slechte goede wij komen schande annuleren ober heerlijk`,
  // Swedish, Danish, Norwegian
  `och att det är jag inte ett för med på som har tack hej bord snälla gärna vill skulle mycket
  dålig ikke jeg og til hvad mange meget vil bestille takk hvor hva på når hvorfor från väntat
  väntade kallt ingen kom maten`,
  // Polish, Czech
  `nie jest się z że jak dziękuję dzień dobry proszę stolik dla osób bardzo ale czy mam chcę
  chciałbym czekaliśmy dobrze źle jsem děkuji prosím stůl osoby dobrý není`,
  // Turkish, Indonesian, Romanian, Finnish, Hungarian
  `bir ve bu için çok teşekkürler teşekkür ederim merhaba masa kişi istiyorum değil yok lütfen
  güzel kötü saya tidak yang dan terima kasih untuk ini itu meja este nu pentru mulțumesc masă
  vreau foarte și kiitos pöytä ei köszönöm kérek asztalt nem és hogy`,
];

/**
 * Words that are common in English and in other languages. They count neither as English nor as
 * foreign.
 */
export const SHARED_WORDS = new Set(
  `die war was hat an am im in so man is me no come on a i do as or son sin plus non ma par on
  service restaurant horrible terrible menu problem per van had of we over op te
  mal bar hotel pizza pasta super total normal tag bin tot prima`.split(/\s+/),
);
export const FOREIGN_WORDS = new Set(FOREIGN.flatMap((list) => list.split(/\s+/)).flatMap(asTyped));

/**
 * A word as people type it: with its accents and, if it is long enough, without them. A short word
 * without its accents may be an English word, such as `för`.
 */
function asTyped(word: string): string[] {
  return word.length < 4 ? [word] : [word, word.normalize('NFD').replace(/\p{M}/gu, '')];
}
