import type { Dialogues } from './dialogue.ts';

export const ENGLISH: Dialogues = {
  booksGladly: [
    ['joy', 'Hi there! We are celebrating and would love to come on {day} at {time}.'],
    ['assistant', 'How lovely! For how many guests?'],
    ['joy', 'For {size}. My name is {name}. We are so looking forward to it!'],
    ['assistant', 'Your table for {size} on {day} at {time} is confirmed, {name}.'],
  ],
  booksPlainly: [
    ['neutral', 'A table for {size} on {day} at {time}, please.'],
    ['assistant', 'On which name may I book?'],
    ['neutral', '{name}.'],
    ['assistant', 'Thank you, {name}. {day} at {time} for {size} is confirmed.'],
  ],
  booksCrossly: [
    ['anger', 'I have called three times and nobody picks up. This is ridiculous.'],
    ['assistant', 'I am sorry about that. May I book for you here?'],
    ['anger', 'Then finally give me {day} at {time} for {size}. {name}.'],
    ['assistant', 'It is booked, {name}: {size} guests on {day} at {time}.'],
    ['agent', 'Maria here. Our telephone was out of order, and the first drink is on us.'],
  ],
  asks: [
    ['neutral', 'Is there a menu without gluten?'],
    ['assistant', 'Yes, most of our dishes can be made without gluten.'],
    ['neutral', 'Good to know, thanks.'],
  ],
  thanks: [
    ['joy', 'What a wonderful evening that was! The dessert was a dream.'],
    ['assistant', 'Thank you, {name}. I will tell the kitchen.'],
    ['joy', 'Please do. See you soon!'],
  ],
  worries: [
    ['fear', 'My son is badly allergic to nuts. Is it safe to come at all?'],
    ['assistant', 'We have dishes without nuts, and the kitchen takes care of each order.'],
    ['surprise', 'Oh, I did not expect that. Then we will come.'],
  ],
  complains: [
    ['neutral', 'I was at your place last night, under {name}.'],
    ['anger', 'We waited fifty minutes for a cold main course. Nobody apologised.'],
    ['assistant', 'I am very sorry to hear that.'],
    ['anger', 'A robot that is sorry does not help. I want to talk to somebody.'],
  ],
  recovers: [
    ['anger', 'You charged me twice for the same dinner!'],
    ['assistant', 'I am sorry. I pass that on at once.'],
    ['anger', 'I have heard that before.'],
    ['agent', 'This is Tom, the manager. The second charge is cancelled, here is the receipt.'],
    ['surprise', 'That was quick.'],
    ['joy', 'Thank you, Tom. That is how it should be.'],
  ],
};
