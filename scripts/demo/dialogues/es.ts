import type { Dialogues } from './dialogue.ts';

export const SPANISH: Dialogues = {
  booksGladly: [
    ['joy', '¡Hola! Celebramos algo bonito y nos encantaría ir el {day} a las {time}.'],
    ['assistant', '¡Qué bien! ¿Cuántas personas serán?'],
    ['joy', 'Somos {size}, a nombre de {name}. ¡Qué ilusión!'],
    ['assistant', 'Su mesa para {size} el {day} a las {time} está confirmada.'],
  ],
  booksPlainly: [
    ['neutral', 'Una mesa para {size} el {day} a las {time}, por favor.'],
    ['assistant', '¿A qué nombre?'],
    ['neutral', '{name}.'],
    ['assistant', 'Gracias, {name}. Confirmado: {day} a las {time}, {size} personas.'],
  ],
  booksCrossly: [
    ['anger', 'Llevo todo el día llamando y nadie contesta. Qué vergüenza.'],
    ['assistant', 'Lo siento. ¿Le reservo por aquí?'],
    ['anger', 'Pues venga: {day} a las {time}, {size} personas, {name}.'],
    ['assistant', 'Reservado: {day} a las {time} para {size}.'],
    ['agent', 'Soy Maria. El teléfono estaba averiado; les invitamos al aperitivo.'],
  ],
  asks: [
    ['neutral', '¿Tienen platos veganos?'],
    ['assistant', 'Sí, cada día hay al menos tres.'],
    ['neutral', 'Estupendo, gracias.'],
  ],
  thanks: [
    ['joy', '¡Qué cena tan rica la de anoche! Enhorabuena al cocinero.'],
    ['assistant', 'Gracias, {name}. Se lo digo enseguida.'],
    ['joy', '¡Hasta pronto!'],
  ],
  worries: [
    ['sadness', 'Era la cena de mi padre, pero ya no podrá venir.'],
    ['assistant', 'Lo siento mucho. ¿Quiere cambiar la mesa?'],
    ['neutral', 'Por ahora no, gracias.'],
  ],
  complains: [
    ['neutral', 'Ayer cené allí, a nombre de {name}.'],
    ['anger', 'El camarero fue grosero y la cuenta estaba mal.'],
    ['assistant', 'Lo lamento mucho.'],
    ['disgust', 'Encima el baño daba asco. Quiero hablar con una persona.'],
  ],
  recovers: [
    ['anger', '¡Han dado nuestra mesa a otros!'],
    ['assistant', 'Lo siento. Aviso ahora mismo.'],
    ['anger', 'Es increíble.'],
    ['agent', 'Soy Tom. Les he preparado otra mesa en la terraza, con una botella de cava.'],
    ['surprise', '¿De verdad?'],
    ['joy', 'Así da gusto. Muchas gracias.'],
  ],
};
